package io.github.polystill.models.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a training stood after an epoch, all that it needs to go on as if it had never stopped.
 *
 * @param history epochs so far
 * @param state weights, best weights and optimiser slots by name, {@link TrainingSession#state}
 */
public record TrainingCheckpoint(TrainingHistory history, Map<String, float[]> state) {
  public TrainingCheckpoint {
    state = Collections.unmodifiableMap(new LinkedHashMap<>(state));
  }
}
