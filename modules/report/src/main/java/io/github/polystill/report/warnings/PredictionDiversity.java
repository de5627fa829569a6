package io.github.polystill.report.warnings;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.Predictions;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.statistics.descriptive.Variance;

/**
 * How much predictions differ from document to document.
 *
 * @param documents that are predicted
 * @param sets different predicted label sets
 * @param most documents that get the most frequent of them
 * @param same share of pairs of documents, a document with itself included, that get the same set
 * @param trueSame the same of the true label sets
 * @param deviation standard deviation of the probabilities of the label where it is largest
 */
record PredictionDiversity(
    int documents, int sets, int most, double same, double trueSame, double deviation) {
  /** Fewer documents say nothing. */
  private static final int ENOUGH = 20;

  private static final double MOST_SAME = 1.0 / 3;
  private static final double LEAST_DEVIATION = 0.02;

  /**
   * Counts predictions.
   *
   * @param evaluation has the thresholds
   */
  static PredictionDiversity of(FoldEvaluation evaluation, Predictions predictions) {
    int documents = predictions.ids().size();
    int labels = predictions.labels().size();
    Map<BitSet, Integer> predicted = new HashMap<>();
    Map<BitSet, Integer> truth = new HashMap<>();
    double[][] columns = new double[labels][documents];
    for (int i = 0; i < documents; i++) {
      BitSet set = new BitSet();
      BitSet trueSet = new BitSet();
      for (int j = 0; j < labels; j++) {
        columns[j][i] = predictions.probabilities()[i][j];
        set.set(j, columns[j][i] > evaluation.evaluation().perLabel().get(j).threshold());
        trueSet.set(j, predictions.truth()[i][j]);
      }
      predicted.merge(set, 1, Integer::sum);
      truth.merge(trueSet, 1, Integer::sum);
    }
    double deviation = 0;
    for (double[] column : columns) {
      double variance = Variance.of(column).setBiased(true).getAsDouble();
      deviation = Math.max(deviation, Math.sqrt(variance));
    }
    return new PredictionDiversity(
        documents,
        predicted.size(),
        Collections.max(predicted.values()),
        same(predicted, documents),
        same(truth, documents),
        deviation);
  }

  private static double same(Map<BitSet, Integer> sets, double documents) {
    return sets.values().stream().mapToDouble(count -> Math.pow(count / documents, 2)).sum();
  }

  /**
   * Whether two documents have the same predicted labels in over a third of all cases and over
   * twice as often as the same true ones, or no label's probability varies.
   */
  boolean isLow() {
    return documents >= ENOUGH
        && ((same > MOST_SAME && same > 2 * trueSame) || deviation < LEAST_DEVIATION);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d of %d documents get the same labels, there are %d different label sets, and no label's"
            + " probability has a standard deviation above %.3f",
        most,
        documents,
        sets,
        deviation);
  }
}
