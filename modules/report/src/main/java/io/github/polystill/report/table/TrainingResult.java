package io.github.polystill.report.table;

import io.github.polystill.evaluation.Metric;
import java.util.List;

/**
 * One row of Table 1.
 *
 * @param training teacher, standalone or distilled
 * @param title the row's name in the paper
 * @param folds number of folds that the figures are means of
 * @param metrics one per {@link Metric}, in its order
 */
public record TrainingResult(
    String training, String title, int folds, List<MetricResult> metrics) {}
