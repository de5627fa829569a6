package io.github.polystill.evaluation.probabilities;

import java.util.Arrays;

/**
 * Probabilities with their truths, highest first, in groups of equal ones: what every figure that
 * looks at all thresholds goes through.
 *
 * <p>A probability and its truth share an {@code int}: the bits of a float in 0..1 are below 2^30
 * and in the order of the floats. So a ranking is one sort of integers.
 */
public final class RankedScores {
  private final int[] ascending;
  private final int positives;

  private RankedScores(int[] keys) {
    Arrays.parallelSort(keys);
    this.ascending = keys;
    int hits = 0;
    for (int key : keys) {
      hits += key & 1;
    }
    this.positives = hits;
  }

  /** Ranks the documents by one label. */
  public static RankedScores ofLabel(boolean[][] truth, float[][] probabilities, int label) {
    int[] keys = new int[truth.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = key(truth[i][label], probabilities[i][label]);
    }
    return new RankedScores(keys);
  }

  /** Ranks all cells (document, label) together. */
  public static RankedScores ofCells(boolean[][] truth, float[][] probabilities) {
    int labels = truth.length == 0 ? 0 : truth[0].length;
    int[] keys = new int[Math.multiplyExact(truth.length, labels)];
    int next = 0;
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < labels; j++) {
        keys[next++] = key(truth[i][j], probabilities[i][j]);
      }
    }
    return new RankedScores(keys);
  }

  private static int key(boolean truth, float probability) {
    // Written so that NaN fails as well; + 0 makes a zero of -0, whose sign bit would rank it last.
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability " + probability + " is outside 0..1");
    }
    return Float.floatToRawIntBits(probability + 0f) << 1 | (truth ? 1 : 0);
  }

  /** Number of ranked probabilities. */
  public int size() {
    return ascending.length;
  }

  /** How many of them are of true labels. */
  public int positives() {
    return positives;
  }

  /** Looks at one group of equal probabilities. */
  @FunctionalInterface
  public interface GroupVisitor {
    /**
     * Called for each group, highest probability first.
     *
     * @param probability of the group
     * @param count probabilities so far, those of the group included
     * @param hits true ones among them
     */
    void visit(float probability, int count, int hits);
  }

  /** Goes through the groups of equal probabilities, highest first. */
  public void forEachGroup(GroupVisitor visitor) {
    int hits = 0;
    int end = ascending.length - 1;
    while (end >= 0) {
      int score = ascending[end] >> 1;
      while (end >= 0 && ascending[end] >> 1 == score) {
        hits += ascending[end] & 1;
        end--;
      }
      visitor.visit(Float.intBitsToFloat(score), ascending.length - 1 - end, hits);
    }
  }

  /**
   * Average precision, the sum over groups of precision times gain in recall; null without a true
   * one. The same as scikit-learn's {@code average_precision_score}.
   */
  public Double averagePrecision() {
    if (positives == 0) {
      return null;
    }
    int[] before = new int[1];
    double[] sum = new double[1];
    forEachGroup(
        (probability, count, hits) -> {
          sum[0] += (double) (hits - before[0]) * hits / count;
          before[0] = hits;
        });
    return sum[0] / positives;
  }

  /**
   * Area under the ROC curve: the share of pairs of a true and an untrue one in which the true one
   * has the higher probability, equal ones counting half. Null where all are true or none is.
   */
  public Double rocAuc() {
    long negatives = (long) ascending.length - positives;
    if (positives == 0 || negatives == 0) {
      return null;
    }
    long[] before = new long[2];
    double[] misordered = new double[1]; // exact, as halves are as long as they are below 2^52
    forEachGroup(
        (probability, count, hits) -> {
          long misses = (long) count - hits;
          misordered[0] += (hits - before[0]) * (before[1] + (misses - before[1]) / 2.0);
          before[0] = hits;
          before[1] = misses;
        });
    return 1 - misordered[0] / ((double) positives * negatives);
  }
}
