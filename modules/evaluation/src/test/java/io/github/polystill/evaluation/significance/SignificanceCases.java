package io.github.polystill.evaluation.significance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.LabelSet;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.TrainingRow;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;

/** What SciPy and statsmodels computed, and predictions that make given decisions. */
final class SignificanceCases {
  private SignificanceCases() {}

  static JsonNode of(String test) throws IOException {
    try (InputStream in = SignificanceCases.class.getResourceAsStream("significance-cases.json")) {
      return new ObjectMapper().readTree(in).get(test);
    }
  }

  static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }

  /** Decisions written as rows of 0 and 1. */
  static boolean[][] bits(JsonNode rows) {
    boolean[][] bits = new boolean[rows.size()][];
    for (int i = 0; i < bits.length; i++) {
      String row = rows.get(i).textValue();
      bits[i] = new boolean[row.length()];
      for (int j = 0; j < row.length(); j++) {
        bits[i][j] = row.charAt(j) == '1';
      }
    }
    return bits;
  }

  /** A fold of documents numbered from {@code from}. */
  static Comparison.Pair fold(int from, boolean[][] truth, boolean[][] first, boolean[][] second) {
    return new Comparison.Pair(
        tested(predictions(from, truth, first)), tested(predictions(from, truth, second)));
  }

  private static TestedFold tested(Predictions predictions) {
    return new TestedFold(
        new FoldEvaluation(
            ModelKey.of(0, "textcnn", TrainingRow.DISTILLED),
            MultiLabelEvaluator.evaluate(predictions, 0.5)),
        predictions,
        0.25);
  }

  private static Predictions predictions(int from, boolean[][] truth, boolean[][] decisions) {
    float[][] probabilities = new float[truth.length][truth[0].length];
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < truth[i].length; j++) {
        probabilities[i][j] = decisions[i][j] ? 0.9f : 0.2f;
      }
    }
    return new Predictions(
        LabelSet.of(names("label", 0, truth[0].length)),
        names("document", from, truth.length),
        truth,
        probabilities);
  }

  private static List<String> names(String prefix, int from, int count) {
    return IntStream.range(from, from + count).mapToObj(i -> prefix + i).toList();
  }
}
