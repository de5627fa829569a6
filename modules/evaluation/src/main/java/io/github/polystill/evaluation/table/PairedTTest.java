package io.github.polystill.evaluation.table;

import org.apache.commons.math3.stat.inference.TTest;

/** Student's t-test of the differences between two figures measured on the same folds. */
final class PairedTTest {
  private static final double ROUNDING = 1e-12;

  private PairedTTest() {}

  /**
   * The two-sided p-value, or null where all differences are equal up to rounding: the statistic is
   * then 0/0 or infinite.
   *
   * @param first [folds], 2 or more
   * @param second [folds], the same folds
   */
  static Double pValue(double[] first, double[] second) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < first.length; i++) {
      lowest = Math.min(lowest, first[i] - second[i]);
      highest = Math.max(highest, first[i] - second[i]);
    }
    return highest - lowest <= ROUNDING ? null : new TTest().pairedTTest(first, second);
  }
}
