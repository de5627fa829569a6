package io.github.polystill.evaluation.thresholds;

import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluation;
import java.util.List;

/**
 * All choices of thresholds for a model side by side; an entry of {@code thresholds.json}.
 *
 * @param architecture as in the experiment file
 * @param training teacher, standalone or distilled
 * @param fold 0-based
 * @param seed of the cross-validation; null where a run has one only
 * @param probabilities what needs no threshold, on the test part
 * @param choices fixed, then global and per label, each for micro-F1 and for macro-F1
 */
public record ThresholdEvaluation(
    String architecture,
    String training,
    int fold,
    Long seed,
    ProbabilityEvaluation probabilities,
    List<ThresholdRow> choices) {
  public ThresholdEvaluation {
    choices = List.copyOf(choices);
  }

  /**
   * The row of a choice.
   *
   * @param tunedFor micro-F1 or macro-F1; not looked at for fixed thresholds
   */
  public ThresholdRow row(ThresholdChoice choice, Metric tunedFor) {
    return choices.stream()
        .filter(row -> row.choice() == choice)
        .filter(row -> choice == ThresholdChoice.FIXED || row.tunedFor() == tunedFor)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no " + choice + " for " + tunedFor));
  }
}
