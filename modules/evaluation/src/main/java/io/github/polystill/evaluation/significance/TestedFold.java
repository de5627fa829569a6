package io.github.polystill.evaluation.significance;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.Predictions;
import org.apiguardian.api.API;

/**
 * A model on the test part of a fold.
 *
 * @param evaluation its figures
 * @param predictions for the documents of the test part
 * @param testToTraining documents of the fold's test part per document that the model was trained
 *     with, validation included
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TestedFold(
    FoldEvaluation evaluation, Predictions predictions, double testToTraining) {
  /** Which model it is. */
  public ModelKey key() {
    return evaluation.key();
  }

  /** What the probability of each label must exceed for it to be predicted, [labels]. */
  double[] thresholds() {
    return evaluation.evaluation().perLabel().stream()
        .mapToDouble(LabelEvaluation::threshold)
        .toArray();
  }
}
