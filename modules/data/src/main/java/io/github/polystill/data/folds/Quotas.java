package io.github.polystill.data.folds;

import java.util.Arrays;

/**
 * How many documents of each label every part ought to get, and how many documents in all.
 *
 * @param wanted [parts][labels + 1]; the last column counts documents
 */
@SuppressWarnings("ArrayRecordComponent")
record Quotas(double[][] wanted) {

  /** The same for every part. */
  static Quotas equal(int parts, Units units) {
    double[] each = Arrays.stream(totals(units)).mapToDouble(n -> (double) n / parts).toArray();
    double[][] wanted = new double[parts][];
    Arrays.fill(wanted, each);
    return new Quotas(wanted);
  }

  /** Part 0 wants {@code 1 - share} of everything, part 1 the rest, in fractions of documents. */
  static Quotas split(double share, Units units) {
    double[] all = Arrays.stream(totals(units)).asDoubleStream().toArray();
    return twoParts(all, Arrays.stream(all).map(n -> n * share).toArray());
  }

  /**
   * Like {@link #split} in whole documents, each number rounded up with a probability that is its
   * fraction. Rounding to the nearest would leave a corpus of many rare labels without validation
   * documents: 0.15 of 3 documents is nearest to none, for every label.
   */
  static Quotas splitWhole(double share, Units units, RandomSource random) {
    double[] all = Arrays.stream(totals(units)).asDoubleStream().toArray();
    return twoParts(
        all, Arrays.stream(all).map(n -> Math.floor(n * share + random.nextDouble())).toArray());
  }

  private static Quotas twoParts(double[] all, double[] second) {
    double[] first = new double[all.length];
    Arrays.setAll(first, column -> all[column] - second[column]);
    return new Quotas(new double[][] {first, second});
  }

  private static int[] totals(Units units) {
    int[] totals = Arrays.copyOf(units.labelTotals(), units.labelCount() + 1);
    totals[units.labelCount()] = units.totalDocuments();
    return totals;
  }

  int parts() {
    return wanted.length;
  }
}
