package io.github.polystill.experiments.configuration;

import io.github.polystill.evaluation.thresholds.LabelLimits;
import java.util.Optional;

/**
 * Evaluation.
 *
 * @param threshold a label is predicted where its probability exceeds this
 * @param minLabels labels that a document is given at least where thresholds are compared
 * @param maxLabels labels that a document is given at most where thresholds are compared; empty for
 *     any number
 */
public record EvaluationSettings(double threshold, int minLabels, Optional<Integer> maxLabels) {

  /** How many labels a document is given where thresholds are compared. */
  public LabelLimits limits() {
    return new LabelLimits(minLabels, maxLabels.orElse(Integer.MAX_VALUE));
  }
}
