package io.github.polystill.evaluation.significance;

import io.github.polystill.evaluation.Metric;

/**
 * Two models on the test part of the same fold.
 *
 * @param first the model whose gain is tested
 * @param second the model that it is compared to, with the same documents and labels in the same
 *     order
 */
public record ComparedFold(TestedFold first, TestedFold second) {
  /**
   * Checks that it is a pair.
   *
   * @throws IllegalArgumentException if documents or labels differ
   */
  public ComparedFold {
    if (!first.predictions().ids().equals(second.predictions().ids())
        || !first.predictions().labels().equals(second.predictions().labels())) {
      throw new IllegalArgumentException(
          "fold " + first.key().foldName() + ": models of other documents or labels are no pair");
    }
  }

  double difference(Metric metric) {
    return metric.of(first.evaluation().evaluation()) - metric.of(second.evaluation().evaluation());
  }

  double testToTraining() {
    return first.testToTraining();
  }
}
