package io.github.polystill.evaluation.significance;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Holm's step-down correction (1979), which keeps the chance of any false finding at the level. */
final class HolmCorrection {
  private HolmCorrection() {}

  /**
   * Corrects the p-values of one family of tests.
   *
   * @param p [tests]
   * @return [tests], in the same order
   */
  static double[] of(double[] p) {
    double[] corrected = new double[p.length];
    int[] ascending =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(i -> i)
            .toArray();
    double highest = 0;
    for (int rank = 0; rank < p.length; rank++) {
      int i = ascending[rank];
      highest = Math.max(highest, Math.min(1, (p.length - rank) * p[i]));
      corrected[i] = highest;
    }
    return corrected;
  }
}
