package io.github.polystill.evaluation.thresholds;

import io.github.polystill.evaluation.Predictions;
import java.util.Arrays;

/**
 * The one threshold of the highest macro-F1: lowers it past one cell after the other and keeps the
 * labels' counts.
 */
final class GlobalMacroSearch {
  private final int[] support;
  private final int[] predicted;
  private final int[] hits;
  private double sumOfF1;

  private GlobalMacroSearch(int labels) {
    this.support = new int[labels];
    this.predicted = new int[labels];
    this.hits = new int[labels];
  }

  /** The best threshold, the nearest to the fixed one among equals. */
  static double best(Predictions predictions, double fixed) {
    return new GlobalMacroSearch(predictions.labels().size()).search(keys(predictions), fixed);
  }

  /** Cells in ascending order of probability: its bits, the label, the truth. */
  private static long[] keys(Predictions predictions) {
    int labels = predictions.labels().size();
    long[] keys = new long[Math.multiplyExact(predictions.truth().length, labels)];
    int next = 0;
    for (int i = 0; i < predictions.truth().length; i++) {
      for (int j = 0; j < labels; j++) {
        long bits = Float.floatToRawIntBits(predictions.probabilities()[i][j] + 0f);
        keys[next++] = bits << 32 | (long) j << 1 | (predictions.truth()[i][j] ? 1 : 0);
      }
    }
    Arrays.parallelSort(keys);
    return keys;
  }

  private double search(long[] keys, double fixed) {
    for (long key : keys) {
      support[label(key)] += (int) (key & 1);
    }
    ThresholdSearch search = new ThresholdSearch(fixed);
    for (int end = keys.length - 1; end >= 0; ) {
      int bits = (int) (keys[end] >> 32);
      search.offer(sumOfF1, Float.intBitsToFloat(bits), 0, 0);
      while (end >= 0 && (int) (keys[end] >> 32) == bits) {
        predict(label(keys[end]), (int) (keys[end] & 1));
        end--;
      }
    }
    search.offerRest(sumOfF1, 0, 0);
    return search.best().threshold();
  }

  private void predict(int label, int truth) {
    sumOfF1 -= f1(label);
    predicted[label]++;
    hits[label] += truth;
    sumOfF1 += f1(label);
  }

  private double f1(int label) {
    return ThresholdSearch.f1(support[label], predicted[label], hits[label]);
  }

  private static int label(long key) {
    return (int) key >> 1;
  }
}
