package io.github.polystill.experiments.configuration;

import java.util.Map;
import java.util.Optional;

/**
 * One line of the schema.
 *
 * @param name as written in the file; also the record component that holds the value
 * @param type what it may hold
 * @param presence what happens where the file does not have it
 * @param defaultValue value of a key that the file may leave out
 * @param defaultText the default in the key reference
 * @param meaning one sentence for the key reference
 */
record Key<T>(
    String name,
    ValueType<T> type,
    Presence presence,
    Optional<T> defaultValue,
    String defaultText,
    String meaning) {

  enum Presence {
    REQUIRED,
    DEFAULTED,
    OPTIONAL,
    /** Known, but of a later version. */
    PLANNED
  }

  static <T> Key<T> required(String name, ValueType<T> type, String meaning) {
    return new Key<>(name, type, Presence.REQUIRED, Optional.empty(), "required", meaning);
  }

  static <T> Key<T> of(String name, ValueType<T> type, T defaultValue, String meaning) {
    String text = type.write(defaultValue).inline();
    return new Key<>(
        name, type, Presence.DEFAULTED, Optional.of(defaultValue), "`" + text + "`", meaning);
  }

  /** A section that is read even where the file does not have it, from its keys' defaults. */
  static <R extends Record> Key<R> section(String name, Section<R> section) {
    return new Key<>(name, section, Presence.DEFAULTED, Optional.empty(), "", section.meaning());
  }

  /**
   * A key whose absence means something; its record component is an {@link Optional}. A value of
   * null takes it away, as {@code --set export=null} does.
   */
  static <T> Key<T> optional(String name, ValueType<T> type, String absent, String meaning) {
    return new Key<>(name, type, Presence.OPTIONAL, Optional.empty(), absent, meaning);
  }

  /** A key of a later version; a file that has it is told so. */
  static Key<String> planned(String name, String meaning) {
    ValueType<String> none = Scalars.text("nothing");
    return new Key<>(name, none, Presence.PLANNED, Optional.empty(), "later version", meaning);
  }

  /** The value for a record component. */
  Object read(String path, YamlNode.Mapping parent) {
    YamlNode.Entry entry = parent.entries().get(name);
    if (presence == Presence.PLANNED && entry != null) {
      throw entry.location().error(path, meaning);
    }
    if (presence == Presence.OPTIONAL || presence == Presence.PLANNED) {
      return Optional.ofNullable(entry)
          .map(YamlNode.Entry::value)
          .filter(value -> !(value instanceof YamlNode.Scalar scalar && scalar.saysNull()))
          .map(value -> type.read(path, value));
    }
    if (entry != null) {
      return type.read(path, entry.value());
    }
    if (presence == Presence.REQUIRED) {
      throw parent.location().error(path, "this key is required; add it, " + type.expected());
    }
    if (type instanceof Section<?> section) {
      return section.read(path, YamlNode.Mapping.empty(parent.location()));
    }
    return defaultValue.orElseThrow();
  }

  /** Adds the value of a record component to a map that is written. */
  void write(YamlNode.Mapping parent, Map<String, Object> components) {
    if (presence == Presence.PLANNED) {
      return;
    }
    Object value = components.get(name);
    if (!(value instanceof Optional<?> optional)) {
      parent.put(name, type.write(cast(value)));
    } else if (optional.isPresent()) {
      parent.put(name, type.write(cast(optional.get())));
    }
  }

  @SuppressWarnings("unchecked") // the component was filled by read() of this same key
  private T cast(Object value) {
    return (T) value;
  }
}
