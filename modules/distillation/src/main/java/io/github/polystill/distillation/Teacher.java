package io.github.polystill.distillation;

import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;

/** Answers documents, so that a student can learn from it (METHOD.md, pipeline step 4). */
public interface Teacher {
  /**
   * Answers the documents of a fold, the training documents at least.
   *
   * @param executor runs what has to be trained
   * @throws NoExpertException where a label can't be answered
   * @throws java.util.concurrent.CancellationException where a trial is not run here or the work is
   *     stopped
   */
  Responses respond(TrainingData data, TrialExecutor executor);
}
