package io.github.polystill.models.training;

import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.training.TrainingHistory.Epoch;
import org.apiguardian.api.API;

/** Told how a training gets on. What it throws ends the training. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface TrainingListener {
  /** A listener that does nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /** Before every step. */
  default void stepStarted(TokenBatch batch) {}

  /** After every step, with the number of documents learnt from. */
  default void stepFinished(int documents) {}

  /** After every pass over the training documents. */
  default void epochFinished(Epoch epoch) {}
}
