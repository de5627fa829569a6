package io.github.polystill.report.table;

import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.TrainingRow;
import java.util.List;

/**
 * One row of Table 1.
 *
 * @param training which row
 * @param folds number of folds that the figures are means of
 * @param metrics one per {@link Metric}, in its order
 */
public record TrainingResult(TrainingRow training, int folds, List<MetricResult> metrics) {}
