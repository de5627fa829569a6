package io.github.polystill.evaluation.thresholds;

/**
 * A threshold and what it makes of a ranking.
 *
 * @param predicted probabilities above it
 * @param hits true ones among them
 */
record Cut(double threshold, int predicted, int hits) {
  /** F1 of decisions, 0 where none is right. */
  static double f1(int positives, int predicted, int hits) {
    return hits == 0 ? 0 : 2.0 * hits / ((double) positives + predicted);
  }
}
