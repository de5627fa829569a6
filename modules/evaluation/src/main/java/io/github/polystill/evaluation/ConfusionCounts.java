package io.github.polystill.evaluation;

/**
 * How often each label is true, predicted and both, and how many documents are right in all labels.
 * Every threshold-based figure of this package is a function of these counts.
 */
final class ConfusionCounts {
  private final int documents;
  private final int[] support;
  private final int[] predicted;
  private final int[] truePositives;
  private int exactDocuments;

  private ConfusionCounts(int documents, int labels) {
    this.documents = documents;
    this.support = new int[labels];
    this.predicted = new int[labels];
    this.truePositives = new int[labels];
  }

  /**
   * Counts a matrix of predictions.
   *
   * @param thresholds [labels]; a label is predicted where its probability exceeds its threshold
   */
  static ConfusionCounts of(boolean[][] truth, float[][] probabilities, double[] thresholds) {
    Shapes.check(truth, probabilities, thresholds.length);
    ConfusionCounts counts = new ConfusionCounts(truth.length, thresholds.length);
    for (int i = 0; i < truth.length; i++) {
      counts.add(truth[i], probabilities[i], thresholds);
    }
    return counts;
  }

  // Sums of 0 and 1 instead of branches: predictions are too irregular for the branch predictor.
  private void add(boolean[] truth, float[] probabilities, double[] thresholds) {
    int mismatches = 0;
    for (int j = 0; j < thresholds.length; j++) {
      int isTrue = truth[j] ? 1 : 0;
      int isPredicted = probabilities[j] > thresholds[j] ? 1 : 0;
      support[j] += isTrue;
      predicted[j] += isPredicted;
      truePositives[j] += isTrue & isPredicted;
      mismatches += isTrue ^ isPredicted;
    }
    exactDocuments += mismatches == 0 ? 1 : 0;
  }

  int support(int label) {
    return support[label];
  }

  double precision(int label) {
    return ratio(truePositives[label], predicted[label]);
  }

  double recall(int label) {
    return ratio(truePositives[label], support[label]);
  }

  double f1(int label) {
    return ratio(2L * truePositives[label], (long) support[label] + predicted[label]);
  }

  double microF1() {
    return ratio(2 * sum(truePositives), sum(support) + sum(predicted));
  }

  double macroF1() {
    double sum = 0;
    for (int j = 0; j < support.length; j++) {
      sum += f1(j);
    }
    return sum / support.length;
  }

  double weightedF1() {
    double sum = 0;
    for (int j = 0; j < support.length; j++) {
      sum += f1(j) * support[j];
    }
    long weights = sum(support);
    return weights == 0 ? 0 : sum / weights;
  }

  double subsetAccuracy() {
    return (double) exactDocuments / documents;
  }

  /** scikit-learn's {@code zero_division=0}: no true and no predicted label makes 0, not 1. */
  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private static long sum(int[] values) {
    long sum = 0;
    for (int value : values) {
      sum += value;
    }
    return sum;
  }
}
