package io.github.polystill.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.apiguardian.api.API;

/**
 * Computes the figures of predictions by the rules of scikit-learn with {@code zero_division=0}.
 *
 * <p>Macro-F1 averages over all labels, those without a true document included. Weighted-F1 is 0
 * where no document carries any label. A document without labels is right where none is predicted.
 * The loss clips probabilities to [1e-7, 1 - 1e-7].
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public final class MultiLabelEvaluator {
  private MultiLabelEvaluator() {}

  /** Evaluates with the same threshold for every label. */
  public static MultiLabelEvaluation evaluate(Predictions predictions, double threshold) {
    double[] thresholds = new double[predictions.labels().size()];
    Arrays.fill(thresholds, threshold);
    return evaluate(predictions, thresholds);
  }

  /**
   * Evaluates with one threshold per label.
   *
   * @param thresholds [labels]; a label is predicted where its probability exceeds its threshold
   * @throws IllegalArgumentException if there are no documents or no labels, if the shapes differ,
   *     or if a probability is outside 0..1
   */
  public static MultiLabelEvaluation evaluate(Predictions predictions, double[] thresholds) {
    return evaluate(predictions, thresholds, document -> false);
  }

  /**
   * The same where some documents get no label, however high their probabilities are.
   *
   * @param without whether a document, by its index, is one of these
   */
  public static MultiLabelEvaluation evaluate(
      Predictions predictions, double[] thresholds, IntPredicate without) {
    if (thresholds.length != predictions.labels().size()) {
      throw new IllegalArgumentException(
          thresholds.length + " thresholds for " + predictions.labels().size() + " labels");
    }
    float[][] decisive = predictions.probabilities().clone();
    Arrays.setAll(decisive, i -> without.test(i) ? new float[thresholds.length] : decisive[i]);
    LabelCounts.OfDocuments counts = LabelCounts.count(predictions.truth(), decisive, thresholds);
    checkProbabilities(predictions);
    return new MultiLabelEvaluation(
        counts.labels().microF1(),
        counts.labels().macroF1(),
        counts.labels().weightedF1(),
        counts.subsetAccuracy(),
        BinaryCrossEntropy.mean(predictions.truth(), predictions.probabilities()),
        perLabel(predictions, thresholds, counts.labels()));
  }

  /**
   * Evaluates decisions, however they were made.
   *
   * @param thresholds [labels], to be shown
   * @param decisions [documents][labels], whether the label is predicted
   */
  public static DecisionEvaluation evaluate(
      Predictions predictions, double[] thresholds, boolean[][] decisions) {
    LabelCounts.OfDocuments counts = LabelCounts.count(predictions.truth(), decisions);
    return new DecisionEvaluation(
        counts.labels().microF1(),
        counts.labels().macroF1(),
        counts.labels().weightedF1(),
        counts.subsetAccuracy(),
        counts.hammingLoss(),
        perLabel(predictions, thresholds, counts.labels()));
  }

  private static List<LabelEvaluation> perLabel(
      Predictions predictions, double[] thresholds, LabelCounts counts) {
    List<LabelEvaluation> perLabel = new ArrayList<>();
    for (int j = 0; j < thresholds.length; j++) {
      perLabel.add(
          new LabelEvaluation(
              predictions.labels().name(j),
              counts.support()[j],
              counts.precision(j),
              counts.recall(j),
              counts.f1(j),
              thresholds[j]));
    }
    return perLabel;
  }

  private static void checkProbabilities(Predictions predictions) {
    float[][] probabilities = predictions.probabilities();
    for (int i = 0; i < probabilities.length; i++) {
      for (int j = 0; j < probabilities[i].length; j++) {
        float probability = probabilities[i][j];
        // Written so that NaN fails as well.
        if (!(probability >= 0 && probability <= 1)) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "document %s, label %s: probability %s is outside 0..1",
                  predictions.ids().get(i),
                  predictions.labels().name(j),
                  probability));
        }
      }
    }
  }
}
