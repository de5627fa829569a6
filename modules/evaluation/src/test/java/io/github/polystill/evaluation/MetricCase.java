package io.github.polystill.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.LabelSet;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One case of metric-cases.json, whose figures scikit-learn computed. */
@SuppressWarnings("ArrayRecordComponent")
record MetricCase(String name, Predictions predictions, double[] thresholds, JsonNode expected) {
  static List<MetricCase> all() throws IOException {
    try (InputStream in = MetricCase.class.getResourceAsStream("metric-cases.json")) {
      List<MetricCase> cases = new ArrayList<>();
      for (JsonNode node : new ObjectMapper().readTree(in).get("cases")) {
        cases.add(of(node));
      }
      return cases;
    }
  }

  private static MetricCase of(JsonNode node) {
    double[] thresholds = doubles(node.get("thresholds"));
    JsonNode rows = node.get("truth");
    boolean[][] truth = new boolean[rows.size()][thresholds.length];
    float[][] probabilities = new float[rows.size()][thresholds.length];
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < thresholds.length; j++) {
        truth[i][j] = rows.get(i).textValue().charAt(j) == '1';
        probabilities[i][j] = (float) node.get("probabilities").get(i).get(j).doubleValue();
      }
    }
    Predictions predictions =
        new Predictions(
            LabelSet.of(names("label", thresholds.length)),
            names("document", truth.length),
            truth,
            probabilities);
    return new MetricCase(
        node.get("name").textValue(), predictions, thresholds, node.get("expected"));
  }

  boolean oneThreshold() {
    for (double threshold : thresholds) {
      if (threshold != thresholds[0]) {
        return false;
      }
    }
    return true;
  }

  double expected(String key) {
    return expected.get(key).doubleValue();
  }

  double expected(String key, int label) {
    return expected.get(key).get(label).doubleValue();
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }

  @Override
  public String toString() {
    return name;
  }
}
