package io.github.polystill.evaluation.probabilities;

/**
 * One bin of a reliability diagram: cells (document, label) with {@code from < probability <= to},
 * the first bin with 0 as well. Probabilities are well calibrated where the mean probability is the
 * true share.
 *
 * @param count cells in the bin
 * @param meanProbability their mean probability, null without cells
 * @param trueShare share of them in which the label is true, null without cells
 */
public record ReliabilityBin(
    double from, double to, long count, Double meanProbability, Double trueShare) {}
