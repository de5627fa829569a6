package io.github.polystill.evaluation.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class PairedTTestTests {
  @Test
  void agreesWithSciPy() throws IOException {
    JsonNode cases;
    try (InputStream in = getClass().getResourceAsStream("t-test-cases.json")) {
      cases = new ObjectMapper().readTree(in).get("cases");
    }
    assertThat(cases).hasSize(30);
    for (JsonNode node : cases) {
      assertThat(
              PairedTTest.pValue(doubles(node.get("distilled")), doubles(node.get("standalone"))))
          .as(node.toString())
          .isCloseTo(node.get("p").doubleValue(), withinPercentage(1e-6));
    }
  }

  /** The sleep data of Student (1908), paired: t = -4.0621, p = 0.002833 as R's manual has it. */
  @Test
  void agreesWithStudentsSleepData() {
    double[] first = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
    double[] second = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
    assertThat(PairedTTest.pValue(first, second)).isCloseTo(0.002833, withinPercentage(0.02));
  }

  @Test
  void isNotDefinedForEqualDifferences() {
    assertThat(PairedTTest.pValue(new double[] {0.5, 0.6}, new double[] {0.5, 0.6})).isNull();
    assertThat(PairedTTest.pValue(new double[] {0.5, 0.6, 0.7}, new double[] {0.4, 0.5, 0.6}))
        .isNull();
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }
}
