package io.github.polystill.models;

import io.github.polystill.data.encoding.TokenLayout;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * All that the rest of the project has to know of an architecture: experiment files, their key
 * reference, results and exported models follow from it. {@link ArchitectureRegistry} lists them.
 *
 * @param meaning one sentence for the key reference
 * @param defaults the network where an experiment says nothing else: a public record whose
 *     components are its keys, declared by {@link Key}, but for the layout of sentences
 * @param batchSize documents per step where an experiment gives this architecture no batch size of
 *     its own; empty for the experiment's
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ArchitectureType(String meaning, Architecture defaults, Optional<Integer> batchSize) {
  public ArchitectureType {
    require(defaults instanceof Record, "an architecture that is no record", defaults);
    boolean declared =
        Arrays.stream(defaults.getClass().getRecordComponents())
            .allMatch(component -> component.isAnnotationPresent(Key.class));
    // Else networks that differ there would have trials of one name.
    require(
        declared || defaults.layout(1) instanceof TokenLayout.Sentences,
        "an architecture with a component that is no key",
        defaults);
  }

  /** An architecture with the experiment's batch size. */
  public static ArchitectureType of(String meaning, Architecture defaults) {
    return new ArchitectureType(meaning, defaults, Optional.empty());
  }

  /** The same with a batch size of its own. */
  public ArchitectureType withBatchSize(int documents) {
    return new ArchitectureType(meaning, defaults, Optional.of(documents));
  }

  /** The name in experiment files, run directories and exported models. */
  public String name() {
    return defaults.name();
  }

  /** The record that has the keys. */
  public Class<? extends Record> settingsClass() {
    return defaults.getClass().asSubclass(Record.class);
  }

  /**
   * The keys of a network as plain values: numbers, booleans, lists of numbers, and names in the
   * spelling of experiment files.
   *
   * @return in their order
   */
  static Map<String, Object> sizes(Architecture network) {
    Map<String, Object> sizes = new LinkedHashMap<>();
    for (RecordComponent component : network.getClass().getRecordComponents()) {
      if (component.isAnnotationPresent(Key.class)) {
        try {
          Object value = component.getAccessor().invoke(network);
          sizes.put(component.getName(), value instanceof Enum<?> name ? key(name) : value);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("cannot read " + component, e);
        }
      }
    }
    return sizes;
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
    return name();
  }
}
