package io.github.polystill.distillation.trial;

import io.github.polystill.models.training.TrainingHistory;
import io.github.polystill.models.training.TrainingHistory.Epoch;
import org.apiguardian.api.API;

/**
 * Told how the trials that are trained here get on; called by several threads at once. What it
 * throws ends the trial.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface TrialListener {
  /** A listener that does nothing. */
  TrialListener NONE = new TrialListener() {};

  /**
   * A worker begins with a trial.
   *
   * @param before epochs that it goes on after
   */
  default void started(TrialSpec trial, TrainingHistory before) {}

  /** It has made a step. */
  default void stepFinished(TrialSpec trial) {}

  /** It has made an epoch. */
  default void epochFinished(TrialSpec trial, Epoch epoch) {}

  /** It was trained by another process, of which nothing was heard meanwhile. */
  default void trainedElsewhere(TrialSpec trial, TrainingHistory history, double seconds) {}
}
