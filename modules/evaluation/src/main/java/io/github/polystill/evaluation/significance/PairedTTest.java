package io.github.polystill.evaluation.significance;

import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

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
    return test(differences, 0).map(TestOutcome::p);
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
  static Optional<TestOutcome> test(double[] differences, double testToTraining) {
    if (StatUtils.max(differences) - StatUtils.min(differences) <= ROUNDING) {
      return Optional.empty();
    }
    int folds = differences.length;
    double variance = (1.0 / folds + testToTraining) * StatUtils.variance(differences);
    double t = StatUtils.mean(differences) / Math.sqrt(variance);
    double p = 2 * new TDistribution(null, folds - 1).cumulativeProbability(-Math.abs(t));
    return Optional.of(new TestOutcome(t, p));
  }
}
