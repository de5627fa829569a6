package io.github.polystill.evaluation;

/**
 * Mean of {@code -y*log(z) - (1-y)*log(1-z)} over documents and labels, METHOD.md eq. (2).
 *
 * <p>Probabilities are clipped to [{@value #EPSILON}, 1 - {@value #EPSILON}], as Keras does: near 1
 * a float has a resolution of 6e-8, so a saturated sigmoid would otherwise cost infinity on one
 * side and about 17 on the other. The largest cost of one cell is 16.1.
 */
final class BinaryCrossEntropy {
  static final double EPSILON = 1e-7;

  /**
   * A product of likelihoods that may still be multiplied by {@link #EPSILON} without underflow.
   */
  private static final double SMALLEST_PRODUCT = 1e-280;

  private BinaryCrossEntropy() {}

  /** The mean loss, NaN where a probability is NaN. */
  static double mean(boolean[][] truth, float[][] probabilities) {
    int labels = truth.length == 0 ? 0 : truth[0].length;
    LabelCounts.checkShapes(truth, probabilities, labels);
    // The logarithm of a product is the sum of the logarithms, at a fraction of its cost.
    double product = 1;
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < labels; j++) {
        product *= likelihood(truth[i][j], probabilities[i][j]);
        if (product < SMALLEST_PRODUCT) {
          sum -= Math.log(product);
          product = 1;
        }
      }
    }
    return (sum - Math.log(product)) / ((double) truth.length * labels);
  }

  private static double likelihood(boolean truth, double probability) {
    double clipped = Math.min(Math.max(probability, EPSILON), 1 - EPSILON);
    return truth ? clipped : 1 - clipped;
  }
}
