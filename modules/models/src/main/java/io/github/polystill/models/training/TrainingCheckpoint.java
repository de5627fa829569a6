package io.github.polystill.models.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Where a training stood after an epoch, all that it needs to go on as if it had never stopped.
 *
 * @param history epochs so far
 * @param state weights, best weights and optimiser slots by name, {@link TrainingSession#state};
 *     before the first epoch {@link TrainingSession#weights} of another training to begin with
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TrainingCheckpoint(TrainingHistory history, Map<String, float[]> state) {
  public TrainingCheckpoint {
    state = Collections.unmodifiableMap(new LinkedHashMap<>(state));
  }
}
