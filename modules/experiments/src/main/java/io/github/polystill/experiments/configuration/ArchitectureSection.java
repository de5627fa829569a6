package io.github.polystill.experiments.configuration;

import io.github.polystill.models.ArchitectureType;
import io.github.polystill.models.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of one architecture: those of its settings, and a batch size of its own. */
record ArchitectureSection<S extends Record>(ArchitectureType<S> type, Section<S> section) {

  /** The part of the section that is not a setting of the network. */
  record Training(Optional<Integer> batchSize) {}

  static <S extends Record> ArchitectureSection<S> of(ArchitectureType<S> type) {
    Map<String, Object> defaults = RecordBinding.components(type.defaults());
    List<Key<?>> keys = new ArrayList<>();
    for (Setting setting : type.settings()) {
      keys.add(key(setting, defaults.get(setting.name())));
    }
    keys.add(
        Key.optional(
            "batchSize",
            Scalars.integer(1),
            type.batchSize().map(size -> "`" + size + "`").orElse("`optimisation.batchSize`"),
            "Documents per step for this architecture."));
    return new ArchitectureSection<>(
        type, new Section<>(type.settingsClass(), type.meaning(), keys));
  }

  private static Key<?> key(Setting setting, Object defaultValue) {
    if (setting instanceof Setting.Size) {
      return key(setting, Scalars.integer(1), defaultValue);
    }
    if (setting instanceof Setting.Sizes sizes) {
      return key(setting, ListType.of(Scalars.integer(1), sizes.plural()), defaultValue);
    }
    if (setting instanceof Setting.Share) {
      return key(setting, Scalars.numberFrom(0, 1), defaultValue);
    }
    if (setting instanceof Setting.Flag) {
      return key(setting, Scalars.bool(), defaultValue);
    }
    return key(setting, choice((Setting.Choice<?>) setting), defaultValue);
  }

  private static <E> ValueType<E> choice(Setting.Choice<E> choice) {
    return Scalars.choice(choice.values(), choice.key());
  }

  @SuppressWarnings("unchecked") // a setting names the type of its component
  private static <T> Key<T> key(Setting setting, ValueType<T> type, Object defaultValue) {
    return Key.of(setting.name(), type, (T) defaultValue, setting.meaning());
  }

  ArchitectureSettings read(String path, YamlNode node) {
    Map<String, Object> values = section.readValues(path, node);
    return new ArchitectureSettings(
        type,
        RecordBinding.create(type.settingsClass(), values),
        RecordBinding.create(Training.class, values).batchSize().or(type::batchSize));
  }

  YamlNode write(ArchitectureSettings architecture) {
    Map<String, Object> values = RecordBinding.components(architecture.settings());
    values.putAll(RecordBinding.components(new Training(architecture.batchSize())));
    return section.write(values);
  }
}
