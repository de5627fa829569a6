package io.github.polystill.evaluation;

/**
 * The labels' counts, how many cells are wrong, and how many documents are right in all labels.
 * Every figure of decisions is a function of these.
 */
final class ConfusionCounts {
  private final int documents;
  private final LabelCounts labels;
  private int exactDocuments;
  private long mismatches;

  private ConfusionCounts(int documents, int labels) {
    this.documents = documents;
    this.labels = LabelCounts.ofLabels(labels);
  }

  /**
   * Counts a matrix of predictions.
   *
   * @param thresholds [labels]; a label is predicted where its probability exceeds its threshold
   */
  static ConfusionCounts of(boolean[][] truth, float[][] probabilities, double[] thresholds) {
    Shapes.check(truth, probabilities, thresholds.length);
    ConfusionCounts counts = new ConfusionCounts(truth.length, thresholds.length);
    boolean[] decisions = new boolean[thresholds.length];
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < thresholds.length; j++) {
        decisions[j] = probabilities[i][j] > thresholds[j];
      }
      counts.add(truth[i], decisions);
    }
    return counts;
  }

  /**
   * Counts a matrix of decisions.
   *
   * @param truth [documents][labels]
   * @param decisions [documents][labels], whether the label is predicted
   */
  static ConfusionCounts of(boolean[][] truth, boolean[][] decisions) {
    ConfusionCounts counts = new ConfusionCounts(truth.length, truth[0].length);
    for (int i = 0; i < truth.length; i++) {
      counts.add(truth[i], decisions[i]);
    }
    return counts;
  }

  // Sums of 0 and 1 instead of branches: predictions are too irregular for the branch predictor.
  private void add(boolean[] truth, boolean[] decisions) {
    int wrong = 0;
    for (int j = 0; j < truth.length; j++) {
      int isTrue = truth[j] ? 1 : 0;
      int isPredicted = decisions[j] ? 1 : 0;
      labels.support()[j] += isTrue;
      labels.predicted()[j] += isPredicted;
      labels.truePositives()[j] += isTrue & isPredicted;
      wrong += isTrue ^ isPredicted;
    }
    mismatches += wrong;
    exactDocuments += wrong == 0 ? 1 : 0;
  }

  LabelCounts labels() {
    return labels;
  }

  double subsetAccuracy() {
    return (double) exactDocuments / documents;
  }

  double hammingLoss() {
    return mismatches / ((double) documents * labels.support().length);
  }
}
