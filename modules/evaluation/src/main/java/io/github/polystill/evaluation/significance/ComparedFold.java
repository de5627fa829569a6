package io.github.polystill.evaluation.significance;

import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.Predictions;

/**
 * Two models on the test part of the same fold.
 *
 * @param first figures of the first model
 * @param second figures of the second model
 * @param firstPredictions of the first model
 * @param secondPredictions of the second model, for the same documents and labels in the same order
 * @param testToTraining documents of the fold's test part per document that the models were trained
 *     with, validation included
 */
public record ComparedFold(
    MultiLabelEvaluation first,
    MultiLabelEvaluation second,
    Predictions firstPredictions,
    Predictions secondPredictions,
    double testToTraining) {
  /**
   * Checks that it is a pair.
   *
   * @throws IllegalArgumentException if documents or labels differ
   */
  public ComparedFold {
    if (!firstPredictions.ids().equals(secondPredictions.ids())
        || !firstPredictions.labels().equals(secondPredictions.labels())) {
      throw new IllegalArgumentException("models of other documents or labels are no pair");
    }
  }
}
