package io.github.polystill.report.table;

import io.github.polystill.evaluation.Metric;

/**
 * One cell of Table 1.
 *
 * @param mean over folds, as a fraction in 0..1
 * @param deviation sample standard deviation (n - 1) over folds, null with one fold
 * @param best whether no other training type of the architecture shows a higher figure
 */
public record MetricResult(Metric metric, double mean, Double deviation, boolean best) {
  /** Mean and deviation. */
  public Spread spread() {
    return new Spread(mean, deviation);
  }
}
