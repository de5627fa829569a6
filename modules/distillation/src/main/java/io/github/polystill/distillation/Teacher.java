package io.github.polystill.distillation;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;
import org.apiguardian.api.API;

/** Answers documents, so that a student can learn from it (METHOD.md, pipeline step 4). */
@API(status = API.Status.STABLE, since = "0.1.0")
@FunctionalInterface
public interface Teacher {
  /** What models that have learnt from it call it, such as the architecture of its experts. */
  default String name() {
    return "responses";
  }

  /**
   * How it reads texts.
   *
   * @param maxLength words of a document that are used
   */
  default TokenLayout layout(int maxLength) {
    return new TokenLayout.Words(maxLength);
  }

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
