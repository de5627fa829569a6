package io.github.polystill.evaluation;

import java.util.Arrays;
import java.util.Locale;

/**
 * How often each label is true, predicted and both, and the figures that follow from it by the
 * rules of scikit-learn with {@code zero_division=0}.
 *
 * @param support [labels], documents that carry the label
 * @param predicted [labels], documents that it is predicted for
 * @param truePositives [labels], documents that it is rightly predicted for
 */
@SuppressWarnings("ArrayRecordComponent")
public record LabelCounts(int[] support, int[] predicted, int[] truePositives) {
  /**
   * The counts of all labels, and of documents: every figure of decisions is a function of these.
   *
   * @param exact documents that are right in all labels
   * @param mismatches cells (document, label) that are wrong
   */
  record OfDocuments(LabelCounts labels, int documents, int exact, long mismatches) {
    double subsetAccuracy() {
      return (double) exact / documents;
    }

    double hammingLoss() {
      return mismatches / ((double) documents * labels.support.length);
    }
  }

  /**
   * Counts a matrix of predictions.
   *
   * @param thresholds [labels]; a label is predicted where its probability exceeds its threshold
   */
  static OfDocuments count(boolean[][] truth, float[][] probabilities, double[] thresholds) {
    checkShapes(truth, probabilities, thresholds.length);
    boolean[][] decisions = new boolean[truth.length][thresholds.length];
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < thresholds.length; j++) {
        decisions[i][j] = probabilities[i][j] > thresholds[j];
      }
    }
    return count(truth, decisions);
  }

  /**
   * Counts a matrix of decisions.
   *
   * @param truth [documents][labels]
   * @param decisions [documents][labels], whether the label is predicted
   */
  static OfDocuments count(boolean[][] truth, boolean[][] decisions) {
    int labels = truth[0].length;
    LabelCounts counts = new LabelCounts(new int[labels], new int[labels], new int[labels]);
    int exact = 0;
    long mismatches = 0;
    for (int i = 0; i < truth.length; i++) {
      int wrong = 0;
      // Sums of 0 and 1 instead of branches, which predictions are too irregular for.
      for (int j = 0; j < labels; j++) {
        int isTrue = truth[i][j] ? 1 : 0;
        int isPredicted = decisions[i][j] ? 1 : 0;
        counts.support[j] += isTrue;
        counts.predicted[j] += isPredicted;
        counts.truePositives[j] += isTrue & isPredicted;
        wrong += isTrue ^ isPredicted;
      }
      mismatches += wrong;
      exact += wrong == 0 ? 1 : 0;
    }
    return new OfDocuments(counts, truth.length, exact, mismatches);
  }

  /** Every figure needs full matrices, not empty. */
  static void checkShapes(boolean[][] truth, float[][] probabilities, int labels) {
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

  /** TP / predicted of a label. */
  public double precision(int label) {
    return ratio(truePositives[label], predicted[label]);
  }

  /** TP / support of a label. */
  public double recall(int label) {
    return ratio(truePositives[label], support[label]);
  }

  /** {@code 2*TP / (support + predicted)} of a label, which is 2*TP / (2*TP + FP + FN). */
  public double f1(int label) {
    return ratio(2L * truePositives[label], (long) support[label] + predicted[label]);
  }

  /** F1 of all decisions pooled. */
  public double microF1() {
    return ratio(2 * sum(truePositives), sum(support) + sum(predicted));
  }

  /** Mean of the labels' F1, those of labels without a true document included. */
  public double macroF1() {
    double sum = 0;
    for (int j = 0; j < support.length; j++) {
      sum += f1(j);
    }
    return sum / support.length;
  }

  /** Mean of the labels' F1 weighted by support. */
  public double weightedF1() {
    double sum = 0;
    for (int j = 0; j < support.length; j++) {
      sum += f1(j) * support[j];
    }
    long weights = sum(support);
    return weights == 0 ? 0 : sum / weights;
  }

  /** scikit-learn's {@code zero_division=0}: no true and no predicted label makes 0, not 1. */
  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private static long sum(int[] values) {
    return Arrays.stream(values).asLongStream().sum();
  }
}
