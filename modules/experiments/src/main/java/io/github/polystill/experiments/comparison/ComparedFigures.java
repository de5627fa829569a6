package io.github.polystill.experiments.comparison;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.report.table.Spread;
import java.util.List;
import java.util.Map;

/**
 * Figures of one architecture and training type in one run, on the folds that all runs with it
 * have.
 *
 * @param run the directory as it was given
 * @param folds that the figures are over
 * @param metrics mean and deviation over folds by metric, as fractions
 * @param gain mean difference to the first run by metric; empty for the first run
 */
public record ComparedFigures(
    String architecture,
    TrainingRow training,
    String run,
    List<String> folds,
    Map<String, Spread> metrics,
    Map<String, Double> gain) {}
