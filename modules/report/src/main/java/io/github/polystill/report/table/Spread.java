package io.github.polystill.report.table;

import org.apache.commons.statistics.descriptive.Variance;

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
    Double deviation = folds.length < 2 ? null : Math.sqrt(Variance.of(folds).getAsDouble());
    return new Spread(mean(folds), deviation);
  }

  /** In two passes, of which the second adds what rounding has lost in the first. */
  private static double mean(double[] folds) {
    double sum = 0;
    for (double fold : folds) {
      sum += fold;
    }
    double mean = sum / folds.length;
    double lost = 0;
    for (double fold : folds) {
      lost += fold - mean;
    }
    return mean + lost / folds.length;
  }

  /** In percent, such as {@code 74.29 ± 0.51}. */
  @Override
  public String toString() {
    return Figures.percent(mean) + (deviation == null ? "" : " ± " + Figures.percent(deviation));
  }
}
