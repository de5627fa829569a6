package io.github.polystill.experiments.configuration;

import io.github.polystill.models.ArchitectureType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An architecture of an experiment and its sizes; {@link Experiment#networkOf} makes the network.
 *
 * @param settings the record that the type describes
 * @param batchSize a batch size of its own instead of the experiment's
 */
public record ArchitectureSettings(
    ArchitectureType<?> type, Record settings, Optional<Integer> batchSize) {
  public ArchitectureSettings {
    if (!type.settingsClass().isInstance(settings)) {
      throw new IllegalArgumentException(type + " does not take " + settings);
    }
  }

  /** The name in experiment files and results. */
  public String name() {
    return type.name();
  }

  /** Its keys in experiment files. */
  Map<String, Object> keys() {
    Map<String, Object> keys = new LinkedHashMap<>(type.describe(settings));
    batchSize.ifPresent(size -> keys.put(ArchitecturesType.BATCH_SIZE, size));
    return keys;
  }
}
