package io.github.polystill.evaluation.significance;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.inference.TTest;

/** Student's t-test of the differences between two figures measured on the same folds. */
public final class PairedTTest {
  /** Below it, a difference of fractions is one of rounding only. */
  static final double ROUNDING = 1e-12;

  private PairedTTest() {}

  /**
   * The two-sided p-value, empty where all differences are equal up to rounding: the statistic is
   * then 0/0 or infinite.
   *
   * @param differences [folds], 2 or more
   */
  public static Optional<Double> pValue(double[] differences) {
    return test(differences, 0).map(Significance.Outcome::p);
  }

  /**
   * The test with the variance of the mean {@code (1/n + ratio)} times that of the differences,
   * Nadeau and Bengio (2003), "Inference for the generalization error", section 5; 0 for the
   * ordinary test. Over repeated cross-validation, n is the number of all folds (Bouckaert and
   * Frank 2004).
   *
   * @param differences [folds], 2 or more
   * @param testToTraining documents of a test part per training document
   */
  static Optional<Significance.Outcome> test(double[] differences, double testToTraining) {
    double highest = Arrays.stream(differences).max().orElseThrow();
    if (highest - Arrays.stream(differences).min().orElseThrow() <= ROUNDING) {
      return Optional.empty();
    }
    int folds = differences.length;
    TTest.Result result =
        TTest.withDefaults()
            .test(
                Arrays.stream(differences).average().orElseThrow(),
                Variance.of(differences).getAsDouble() * (1 + folds * testToTraining),
                folds);
    return Optional.of(new Significance.Outcome(result.getStatistic(), result.getPValue()));
  }
}
