package io.github.polystill.evaluation;

import java.util.Locale;

/**
 * The check that every figure starts with: truth and probabilities are full matrices, not empty.
 */
final class Shapes {
  private Shapes() {}

  static void check(boolean[][] truth, float[][] probabilities, int labels) {
    if (truth.length == 0 || labels == 0) {
      throw new IllegalArgumentException("no figures of no documents or no labels");
    }
    if (truth.length != probabilities.length) {
      throw new IllegalArgumentException(
          truth.length + " truths, " + probabilities.length + " rows of probabilities");
    }
    for (int i = 0; i < truth.length; i++) {
      if (truth[i].length != labels || probabilities[i].length != labels) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "row %d has %d truths and %d probabilities for %d labels",
                i,
                truth[i].length,
                probabilities[i].length,
                labels));
      }
    }
  }
}
