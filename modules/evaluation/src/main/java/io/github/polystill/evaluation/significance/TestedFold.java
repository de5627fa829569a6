package io.github.polystill.evaluation.significance;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.thresholds.LabelLimits;
import org.apiguardian.api.API;

/**
 * A model on the test part of a fold.
 *
 * @param evaluation its figures
 * @param predictions for the documents of the test part
 * @param testToTraining documents of the fold's test part per document that the model was trained
 *     with, validation included
 * @param limits of labels per document that the decisions keep
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TestedFold(
    FoldEvaluation evaluation, Predictions predictions, double testToTraining, LabelLimits limits) {
  /** A model that decides by its thresholds alone. */
  public TestedFold(FoldEvaluation evaluation, Predictions predictions, double testToTraining) {
    this(evaluation, predictions, testToTraining, LabelLimits.NONE);
  }

  /** Which model it is. */
  public ModelKey key() {
    return evaluation.key();
  }

  /** Which labels it gives to which document, [documents][labels]. */
  boolean[][] decisions() {
    double[] thresholds =
        evaluation.evaluation().perLabel().stream()
            .mapToDouble(LabelEvaluation::threshold)
            .toArray();
    return limits.decide(predictions.probabilities(), thresholds);
  }
}
