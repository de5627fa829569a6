package io.github.polystill.models.training;

import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.training.TrainingHistory.Epoch;

/** Told how a training gets on. What it throws ends the training. */
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
