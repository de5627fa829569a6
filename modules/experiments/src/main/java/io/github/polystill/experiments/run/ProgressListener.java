package io.github.polystill.experiments.run;

import io.github.polystill.distillation.trial.TrialName;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Hears how a run gets on, of which it overrides what it wants to know; called by several workers
 * at once.
 */
public interface ProgressListener {
  /** Hears nothing. */
  ProgressListener NONE = new ProgressListener() {};

  /**
   * Says how much there is to do; called once, before the first trial.
   *
   * @param total trials of the run; {@link #trialFinished} is called for each, those of an earlier
   *     start included
   */
  default void planned(int total) {}

  /**
   * Says how to know the time that a run still takes; called once, before {@link #planned}.
   *
   * @param secondsLeft empty until enough is known
   */
  default void estimating(Supplier<OptionalDouble> secondsLeft) {}

  /** Says that a trial begins. */
  default void trialStarted(TrialName trial) {}

  /**
   * Says that an epoch is over.
   *
   * @param epoch counted from 1
   * @param epochs at most
   * @param samples documents that this epoch trained on
   */
  default void epochFinished(TrialName trial, int epoch, int epochs, int samples) {}

  /**
   * Says that a trial is in the ledger.
   *
   * @param reused whether it was there already
   */
  default void trialFinished(TrialName trial, boolean reused) {}

  /** A line about anything else, such as a stage of the run. */
  default void message(String line) {}
}
