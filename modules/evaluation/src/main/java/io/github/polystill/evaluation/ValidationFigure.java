package io.github.polystill.evaluation;

import java.util.Arrays;
import java.util.Optional;
import org.apiguardian.api.API;

/** A figure that early stopping and the choice of models can look at after every epoch. */
@API(status = API.Status.STABLE, since = "0.1.0")
public enum ValidationFigure {
  /** F1 of the only label; for binary models. */
  F1("f1"),
  /** F1 of all decisions pooled. */
  MICRO_F1("micro-f1"),
  /** Mean of the labels' F1. */
  MACRO_F1("macro-f1"),
  /** Mean of the labels' F1, weighted by the number of documents that carry the label. */
  WEIGHTED_F1("weighted-f1"),
  /** Share of documents with every label right. */
  SUBSET_ACCURACY("subset-accuracy"),
  /** Mean binary cross-entropy; needs no threshold. */
  LOSS("loss");

  private final String key;

  ValidationFigure(String key) {
    this.key = key;
  }

  /** The name in experiment files and logs, such as {@code macro-f1}. */
  public String key() {
    return key;
  }

  /** The figure of a key, empty where there is none of that name. */
  public static Optional<ValidationFigure> ofKey(String key) {
    return Arrays.stream(values()).filter(figure -> figure.key.equals(key)).findFirst();
  }

  public boolean higherIsBetter() {
    return this != LOSS;
  }

  /**
   * Computes the figure. A probability that is not a number predicts nothing and makes the loss
   * NaN, so a diverged model never looks good.
   *
   * @param truth [documents][labels]
   * @param probabilities [documents][labels]
   * @param threshold a label is predicted where its probability exceeds it
   * @throws IllegalArgumentException if the shapes differ or are empty, or for {@link #F1} of more
   *     than one label
   */
  public double of(boolean[][] truth, float[][] probabilities, double threshold) {
    if (this == LOSS) {
      return BinaryCrossEntropy.mean(truth, probabilities);
    }
    double[] thresholds = new double[truth.length == 0 ? 0 : truth[0].length];
    Arrays.fill(thresholds, threshold);
    LabelCounts.OfDocuments counts = LabelCounts.count(truth, probabilities, thresholds);
    return switch (this) {
      case F1 -> onlyF1(counts, thresholds.length);
      case MICRO_F1 -> counts.labels().microF1();
      case MACRO_F1 -> counts.labels().macroF1();
      case WEIGHTED_F1 -> counts.labels().weightedF1();
      case SUBSET_ACCURACY -> counts.subsetAccuracy();
      case LOSS -> throw new AssertionError("handled above");
    };
  }

  private static double onlyF1(LabelCounts.OfDocuments counts, int labels) {
    if (labels != 1) {
      throw new IllegalArgumentException("f1 is of one label, not of " + labels);
    }
    return counts.labels().f1(0);
  }
}
