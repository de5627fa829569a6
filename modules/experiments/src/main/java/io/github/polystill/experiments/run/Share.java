package io.github.polystill.experiments.run;

import io.github.polystill.evaluation.TrainingRow;

/** What of a run one process does. */
interface Share {
  /** All of it. */
  Share WHOLE = new Share() {};

  /** What depends on the trials of several shards and so can only be trained when all are there. */
  Share REST =
      new Share() {
        @Override
        public boolean trains(TrialLabel trial) {
          return trial.training() == TrainingRow.DISTILLED;
        }
      };

  /**
   * Whether the process looks after a student, or after the search for a label's expert.
   *
   * @param part a trial, of a search without its class weight
   */
  default boolean includes(TrialLabel part) {
    return true;
  }

  /** Whether the process trains a trial that is not there yet. */
  default boolean trains(TrialLabel trial) {
    return true;
  }
}
