package io.github.polystill.experiments.export;

import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.models.savedmodel.LoadedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How an exported model compares with the network it came from, on the test part of its fold.
 *
 * @param documents number of documents compared
 * @param largestDifference between two probabilities
 * @param trained figures of the network in training
 * @param exported figures of the exported model
 */
public record ExportCheck(
    int documents,
    double largestDifference,
    MultiLabelEvaluation trained,
    MultiLabelEvaluation exported) {
  private static final int BATCH = 64;

  /**
   * Asks the exported model about all documents.
   *
   * @param tolerance largest difference of two probabilities
   * @throws IllegalStateException where it is larger
   */
  static ExportCheck run(
      LoadedModel model, TestTexts test, List<Double> thresholds, double tolerance) {
    Predictions expected = test.expected();
    float[][] actual = predict(model, test.texts());
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      for (int label = 0; label < actual[i].length; label++) {
        double difference = Math.abs(actual[i][label] - expected.probabilities()[i][label]);
        // Written so that NaN fails as well.
        if (!(difference <= tolerance)) {
          throw new IllegalStateException(
              String.format(
                  Locale.ROOT,
                  "the exported model differs: document %s, label %s is %s, but was %s in training (tolerance %s); nothing was written",
                  expected.ids().get(i),
                  expected.labels().name(label),
                  actual[i][label],
                  expected.probabilities()[i][label],
                  tolerance));
        }
        largest = Math.max(largest, difference);
      }
    }
    double[] limits = thresholds.stream().mapToDouble(Double::doubleValue).toArray();
    Predictions exported =
        new Predictions(expected.labels(), expected.ids(), expected.truth(), actual);
    return new ExportCheck(
        actual.length,
        largest,
        MultiLabelEvaluator.evaluate(expected, limits),
        MultiLabelEvaluator.evaluate(exported, limits));
  }

  private static float[][] predict(LoadedModel model, List<SegmentedText> texts) {
    float[][] all = new float[texts.size()][];
    for (int begin = 0; begin < texts.size(); begin += BATCH) {
      List<List<String>> batch = new ArrayList<>();
      for (SegmentedText text : texts.subList(begin, Math.min(begin + BATCH, texts.size()))) {
        batch.add(text.tokens());
      }
      float[][] rows = model.probabilities(batch);
      System.arraycopy(rows, 0, all, begin, rows.length);
    }
    return all;
  }
}
