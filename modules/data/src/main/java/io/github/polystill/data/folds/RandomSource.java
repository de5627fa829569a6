package io.github.polystill.data.folds;

import java.util.SplittableRandom;

/**
 * The draws that dealing needs, all from {@link SplittableRandom#nextLong()}: how the JDK makes
 * bounded numbers of those bits is not specified and may change between versions, and folds must
 * not change with it.
 */
final class RandomSource {
  private final SplittableRandom random;

  RandomSource(SplittableRandom random) {
    this.random = random;
  }

  /** A number of 0 to bound - 1; the bias of the multiplication is below bound / 2^63. */
  int nextInt(int bound) {
    return (int) Math.multiplyHigh(random.nextLong() >>> 1, 2L * bound);
  }

  /** A number of [0, 1). */
  double nextDouble() {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }

  /** The numbers 0 to n - 1 in random order. */
  int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
