package io.github.polystill.evaluation.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PairedTTestTests {
  @Test
  void agreesWithSciPy() throws IOException {
    JsonNode cases = SignificanceCases.of("t");
    assertThat(cases).hasSize(30);
    for (JsonNode node : cases) {
      Significance.Outcome outcome = test(node, 0);
      assertThat(outcome.statistic())
          .isCloseTo(node.get("statistic").doubleValue(), withinPercentage(1e-6));
      assertThat(outcome.p()).isCloseTo(node.get("p").doubleValue(), withinPercentage(1e-6));
    }
  }

  /** The figures that scikit-learn's manual prints, with three decimals. */
  @Test
  void theCorrectedTestAgreesWithAPublishedExample() throws IOException {
    JsonNode example = SignificanceCases.of("corrected");
    Significance.Outcome outcome = test(example, example.get("testToTraining").doubleValue());
    assertThat(outcome.statistic()).isCloseTo(0.750, within(0.0005));
    assertThat(outcome.p() / 2).isCloseTo(0.227, within(0.0005));
  }

  private static Significance.Outcome test(JsonNode node, double testToTraining) {
    return PairedTTest.test(SignificanceCases.doubles(node.get("differences")), testToTraining)
        .orElseThrow();
  }

  /** The sleep data of Student (1908), paired: t = -4.0621, p = 0.002833 as R's manual has it. */
  @Test
  void agreesWithStudentsSleepData() {
    double[] differences = {-1.2, -2.4, -1.3, -1.3, 0, -1.0, -1.8, -0.8, -4.6, -1.4};
    Significance.Outcome outcome = PairedTTest.test(differences, 0).orElseThrow();
    assertThat(outcome.statistic()).isCloseTo(-4.0621, within(5e-5));
    assertThat(outcome.p()).isCloseTo(0.002833, withinPercentage(0.02));
  }

  @Test
  void isNotDefinedForEqualDifferences() {
    assertThat(PairedTTest.pValue(new double[] {0, 0})).isEmpty();
    assertThat(PairedTTest.pValue(new double[] {0.5 - 0.4, 0.6 - 0.5, 0.7 - 0.6})).isEmpty();
  }
}
