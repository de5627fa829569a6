package io.github.polystill.models;

import io.github.polystill.data.encoding.TokenLayout;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apiguardian.api.API;

/**
 * All that the rest of the project has to know of an architecture: experiment files, their key
 * reference, results and exported models follow from it. {@link ArchitectureRegistry} lists them.
 *
 * @param <S> the settings
 * @param name in experiment files, run directories and exported models
 * @param meaning one sentence for the key reference
 * @param defaults the settings where an experiment says nothing else
 * @param settings describes the components of {@code S}, in their order
 * @param batchSize documents per step where an experiment gives this architecture no batch size of
 *     its own; empty for the experiment's
 * @param factory makes the network
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ArchitectureType<S extends Record>(
    String name,
    String meaning,
    S defaults,
    List<Setting> settings,
    Optional<Integer> batchSize,
    Factory<S> factory) {

  /** Makes a network of its settings. */
  @FunctionalInterface
  public interface Factory<S> {
    /**
     * The network.
     *
     * @param sentences size of the sentence layout, for networks that read it
     */
    Architecture create(S settings, TokenLayout.Sentences sentences);
  }

  public ArchitectureType {
    settings = List.copyOf(settings);
    List<String> described = settings.stream().map(Setting::name).toList();
    List<String> components =
        Arrays.stream(defaults.getClass().getRecordComponents())
            .map(RecordComponent::getName)
            .toList();
    if (!described.equals(components)) {
      throw new IllegalArgumentException(
          name + " describes the settings " + described + " but has " + components);
    }
  }

  /** An architecture that reads words one after the other, with the experiment's batch size. */
  public static <S extends Record> ArchitectureType<S> of(
      String name,
      String meaning,
      S defaults,
      List<Setting> settings,
      Function<S, Architecture> factory) {
    return ofSentences(name, meaning, defaults, settings, (s, sentences) -> factory.apply(s));
  }

  /** An architecture that reads sentences, with the experiment's batch size. */
  public static <S extends Record> ArchitectureType<S> ofSentences(
      String name, String meaning, S defaults, List<Setting> settings, Factory<S> factory) {
    return new ArchitectureType<>(name, meaning, defaults, settings, Optional.empty(), factory);
  }

  /** The same with a batch size of its own. */
  public ArchitectureType<S> withBatchSize(int documents) {
    return new ArchitectureType<>(
        name, meaning, defaults, settings, Optional.of(documents), factory);
  }

  /** The record of the settings. */
  @SuppressWarnings("unchecked") // the class of an S
  public Class<S> settingsClass() {
    return (Class<S>) defaults.getClass();
  }

  /**
   * The network of some settings.
   *
   * @param values an {@code S}
   */
  public Architecture network(Record values, TokenLayout.Sentences sentences) {
    return factory.create(settingsClass().cast(values), sentences);
  }

  /**
   * Settings as plain values: numbers, booleans, texts and lists of numbers.
   *
   * @param values an {@code S}
   * @return by the keys of experiment files, in their order
   */
  public Map<String, Object> describe(Record values) {
    RecordComponent[] components = settingsClass().getRecordComponents();
    Map<String, Object> described = new LinkedHashMap<>();
    for (int i = 0; i < components.length; i++) {
      Setting setting = settings.get(i);
      try {
        Object value = components[i].getAccessor().invoke(values);
        described.put(setting.name(), setting.plain(value));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + components[i], e);
      }
    }
    return described;
  }

  @Override
  public String toString() {
    return name;
  }
}
