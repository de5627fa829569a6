package io.github.polystill.evaluation.probabilities;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts cells by their probability, in {@value #BINS} bins of equal width that hold their upper
 * edge, as scikit-learn's {@code calibration_curve} has them.
 */
final class ReliabilityBins {
  static final int BINS = 10;

  private final long[] counts = new long[BINS];
  private final long[] hits = new long[BINS];
  private final double[] sums = new double[BINS];
  private double squares;

  ReliabilityBins(boolean[][] truth, float[][] probabilities) {
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < truth[i].length; j++) {
        add(truth[i][j] ? 1 : 0, probabilities[i][j]);
      }
    }
  }

  private void add(int truth, double probability) {
    int bin = Math.min((int) (probability * BINS), BINS - 1);
    // The product is rounded, so the edges themselves have the last word.
    if (bin > 0 && probability <= edge(bin)) {
      bin--;
    } else if (probability > edge(bin + 1)) {
      bin++;
    }
    counts[bin]++;
    hits[bin] += truth;
    sums[bin] += probability;
    squares += (probability - truth) * (probability - truth);
  }

  private static double edge(int bin) {
    return (double) bin / BINS;
  }

  private long cells() {
    long cells = 0;
    for (long count : counts) {
      cells += count;
    }
    return cells;
  }

  double brierScore() {
    return squares / cells();
  }

  double calibrationError() {
    double gaps = 0;
    for (int bin = 0; bin < BINS; bin++) {
      gaps += Math.abs(sums[bin] - hits[bin]);
    }
    return gaps / cells();
  }

  List<ReliabilityBin> bins() {
    List<ReliabilityBin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      boolean empty = counts[bin] == 0;
      bins.add(
          new ReliabilityBin(
              edge(bin),
              edge(bin + 1),
              counts[bin],
              empty ? null : sums[bin] / counts[bin],
              empty ? null : (double) hits[bin] / counts[bin]));
    }
    return bins;
  }
}
