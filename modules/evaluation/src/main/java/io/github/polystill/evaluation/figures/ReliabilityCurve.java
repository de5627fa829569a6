package io.github.polystill.evaluation.figures;

import io.github.polystill.evaluation.TrainingRow;

/**
 * How often labels are true that get a probability: the bins of a reliability diagram, pooled over
 * labels and folds.
 *
 * @param architecture its name
 * @param training its training type
 * @param predicted mean probability of every bin that is not empty
 * @param observed share of true labels in it
 * @param counts decisions in it
 */
@SuppressWarnings("ArrayRecordComponent")
public record ReliabilityCurve(
    String architecture,
    TrainingRow training,
    double[] predicted,
    double[] observed,
    long[] counts) {}
