package io.github.polystill.models;

import io.github.polystill.data.encoding.TokenLayout;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apiguardian.api.API;

/**
 * All that the rest of the project has to know of an architecture: experiment files, their key
 * reference, results and exported models follow from it. {@link ArchitectureRegistry} lists them.
 *
 * @param <S> the settings, a public record whose components are declared by {@link Key}: whole
 *     numbers, numbers, booleans, enums, and lists of them
 * @param name in experiment files, run directories and exported models
 * @param meaning one sentence for the key reference
 * @param defaults the settings where an experiment says nothing else
 * @param batchSize documents per step where an experiment gives this architecture no batch size of
 *     its own; empty for the experiment's
 * @param factory makes the network
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ArchitectureType<S extends Record>(
    String name, String meaning, S defaults, Optional<Integer> batchSize, Factory<S> factory) {
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

  /** An architecture that reads words one after the other, with the experiment's batch size. */
  public static <S extends Record> ArchitectureType<S> of(
      String name, String meaning, S defaults, Function<S, Architecture> factory) {
    return ofSentences(name, meaning, defaults, (s, sentences) -> factory.apply(s));
  }

  /** An architecture that reads sentences, with the experiment's batch size. */
  public static <S extends Record> ArchitectureType<S> ofSentences(
      String name, String meaning, S defaults, Factory<S> factory) {
    return new ArchitectureType<>(name, meaning, defaults, Optional.empty(), factory);
  }

  /** The same with a batch size of its own. */
  public ArchitectureType<S> withBatchSize(int documents) {
    return new ArchitectureType<>(name, meaning, defaults, Optional.of(documents), factory);
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
   * Settings as plain values: numbers, booleans, lists of numbers, and names in the spelling of
   * experiment files.
   *
   * @param values an {@code S}
   * @return by the keys of experiment files, in their order
   */
  public Map<String, Object> describe(Record values) {
    Map<String, Object> described = new LinkedHashMap<>();
    for (RecordComponent component : settingsClass().getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(values);
        described.put(
            component.getName(), value instanceof Enum<?> constant ? key(constant) : value);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + component, e);
      }
    }
    return described;
  }

  /** A constant as files name it: FINE_TUNED is {@code fine-tuned}. */
  private static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static void require(boolean condition, String setting, Object value) {
    if (!condition) {
      throw new IllegalArgumentException(setting + ": " + value);
    }
  }

  static void requireShare(double value, String setting) {
    require(value >= 0 && value < 1, setting, value);
  }

  @Override
  public String toString() {
    return name;
  }
}
