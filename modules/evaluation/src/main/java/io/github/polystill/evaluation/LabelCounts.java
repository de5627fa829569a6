package io.github.polystill.evaluation;

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

  /** Counts of nothing yet. */
  static LabelCounts ofLabels(int labels) {
    return new LabelCounts(new int[labels], new int[labels], new int[labels]);
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
    long sum = 0;
    for (int value : values) {
      sum += value;
    }
    return sum;
  }
}
