package io.github.polystill.experiments.configuration;

import io.github.polystill.models.Architecture;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An architecture of an experiment.
 *
 * @param network with its sizes; {@link Experiment#networkOf} gives it the layout of sentences
 * @param batchSize a batch size of its own instead of the experiment's
 */
public record ArchitectureSettings(Architecture network, Optional<Integer> batchSize) {
  /** The name in experiment files and results. */
  public String name() {
    return network.name();
  }

  /** Its keys in experiment files. */
  Map<String, Object> keys() {
    Map<String, Object> keys = new LinkedHashMap<>(network.sizes());
    batchSize.ifPresent(size -> keys.put(ArchitecturesType.BATCH_SIZE, size));
    return keys;
  }
}
