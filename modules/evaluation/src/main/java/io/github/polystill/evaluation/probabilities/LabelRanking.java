package io.github.polystill.evaluation.probabilities;

/**
 * How well probabilities rank documents by one label.
 *
 * @param averagePrecision null for a label without a true document
 * @param rocAuc null for a label that all documents carry or none
 */
public record LabelRanking(String label, Double averagePrecision, Double rocAuc) {}
