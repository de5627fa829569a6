package io.github.polystill.report.table;

import io.github.polystill.evaluation.Metric;

/**
 * How compatible a difference between the distilled and the standalone student is with chance.
 *
 * @param p two-sided paired t-test over folds, null where it is not defined
 */
public record PValue(Metric metric, Double p) {}
