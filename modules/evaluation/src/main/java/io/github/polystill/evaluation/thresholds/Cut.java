package io.github.polystill.evaluation.thresholds;

/**
 * A threshold and what it makes of a ranking.
 *
 * @param predicted probabilities above it
 * @param hits true ones among them
 */
record Cut(double threshold, int predicted, int hits) {}
