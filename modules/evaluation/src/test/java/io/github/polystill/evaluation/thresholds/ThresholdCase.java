package io.github.polystill.evaluation.thresholds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.LabelSet;
import io.github.polystill.evaluation.Predictions;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A case of threshold-cases.json, whose figures scikit-learn computed. */
record ThresholdCase(Predictions predictions, JsonNode figures, JsonNode best) {
  static List<ThresholdCase> all() throws IOException {
    try (InputStream in = ThresholdCase.class.getResourceAsStream("threshold-cases.json")) {
      List<ThresholdCase> cases = new ArrayList<>();
      for (JsonNode node : new ObjectMapper().readTree(in).get("cases")) {
        cases.add(new ThresholdCase(predictions(node), node.get("figures"), node.get("best")));
      }
      return cases;
    }
  }

  private static Predictions predictions(JsonNode node) {
    int documents = node.get("truth").size();
    int labels = node.get("truth").get(0).textValue().length();
    boolean[][] truth = new boolean[documents][labels];
    float[][] probabilities = new float[documents][labels];
    for (int i = 0; i < documents; i++) {
      for (int j = 0; j < labels; j++) {
        truth[i][j] = node.get("truth").get(i).textValue().charAt(j) == '1';
        probabilities[i][j] = (float) node.get("probabilities").get(i).get(j).doubleValue();
      }
    }
    return of(truth, probabilities);
  }

  /** Predictions of documents and labels with made-up names. */
  static Predictions of(boolean[][] truth, float[][] probabilities) {
    return new Predictions(
        LabelSet.of(names("label", probabilities[0].length)),
        names("document", probabilities.length),
        truth,
        probabilities);
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
