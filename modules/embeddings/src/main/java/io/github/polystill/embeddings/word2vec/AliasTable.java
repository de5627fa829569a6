package io.github.polystill.embeddings.word2vec;

/** Draws numbers with given weights in constant time (Walker's alias method). */
final class AliasTable {
  private static final double POWER = 0.75;

  private final float[] keep;
  private final int[] alias;

  private AliasTable(double[] weights) {
    int n = weights.length;
    keep = new float[n];
    alias = new int[n];
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double[] scaled = new double[n];
    int[] small = new int[n];
    int[] large = new int[n];
    int smalls = 0;
    int larges = 0;
    for (int i = 0; i < n; i++) {
      scaled[i] = weights[i] / sum * n;
      if (scaled[i] < 1) {
        small[smalls++] = i;
      } else {
        large[larges++] = i;
      }
    }
    while (smalls > 0 && larges > 0) {
      int low = small[--smalls];
      int high = large[larges - 1];
      keep[low] = (float) scaled[low];
      alias[low] = high;
      scaled[high] -= 1 - scaled[low];
      if (scaled[high] < 1) {
        small[smalls++] = high;
        larges--;
      }
    }
    // What is left differs from 1 by rounding alone.
    while (larges > 0) {
      keep[large[--larges]] = 1;
    }
    while (smalls > 0) {
      keep[small[--smalls]] = 1;
    }
  }

  /** Words weighted by their counts to the power of 0.75, as negative samples are. */
  static AliasTable ofCounts(long[] counts) {
    double[] weights = new double[counts.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.pow((double) counts[i], POWER);
    }
    return new AliasTable(weights);
  }

  int draw(RandomState random) {
    int column = random.below(keep.length);
    return random.nextFloat() < keep[column] ? column : alias[column];
  }
}
