package io.github.polystill.report.table;

import org.apache.commons.math3.stat.StatUtils;

/**
 * A figure over folds.
 *
 * @param mean as a fraction
 * @param deviation sample standard deviation (n - 1), null with one fold
 */
public record Spread(double mean, Double deviation) {
  /**
   * Summarises a figure.
   *
   * @param folds its values, one or more
   */
  public static Spread of(double[] folds) {
    Double deviation = folds.length < 2 ? null : Math.sqrt(StatUtils.variance(folds));
    return new Spread(StatUtils.mean(folds), deviation);
  }

  /** In percent, such as {@code 74.29 ± 0.51}. */
  @Override
  public String toString() {
    return Figures.percent(mean) + (deviation == null ? "" : " ± " + Figures.percent(deviation));
  }
}
