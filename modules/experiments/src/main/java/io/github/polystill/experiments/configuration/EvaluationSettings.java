package io.github.polystill.experiments.configuration;

import io.github.polystill.evaluation.thresholds.LabelLimits;
import io.github.polystill.models.Key;
import java.util.Optional;

/** Evaluation. */
public record EvaluationSettings(
    @Key(value = "A label is predicted where its probability exceeds this.", below = 1)
        @Key.Otherwise("0.5")
        double threshold,
    @Key(
            value =
                "Labels of a document at least in the comparison of thresholds (`thresholds.json`);"
                    + " the likeliest are added. Table 1 and the tests of significance go by"
                    + " `threshold` alone.",
            atLeast = 0)
        @Key.Otherwise("0")
        int minLabels,
    @Key("Labels of a document at most in the comparison of thresholds; the likeliest are kept.")
        @Key.Otherwise("any number")
        Optional<Integer> maxLabels) {

  /** How many labels a document is given where thresholds are compared. */
  public LabelLimits limits() {
    return new LabelLimits(minLabels, maxLabels.orElse(Integer.MAX_VALUE));
  }
}
