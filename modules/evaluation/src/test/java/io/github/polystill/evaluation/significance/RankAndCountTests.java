package io.github.polystill.evaluation.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Wilcoxon, McNemar and Holm beside SciPy and statsmodels. */
class RankAndCountTests {
  @Test
  void wilcoxonAgreesWithSciPy() throws IOException {
    JsonNode cases = SignificanceCases.of("wilcoxon");
    assertThat(cases).hasSizeGreaterThan(20);
    for (JsonNode node : cases) {
      Significance.Outcome outcome =
          WilcoxonTest.test(SignificanceCases.doubles(node.get("differences"))).orElseThrow();
      assertThat(outcome.statistic()).isEqualTo(node.get("statistic").doubleValue());
      assertThat(outcome.p())
          .as(node.toString())
          .isCloseTo(node.get("p").doubleValue(), withinPercentage(1e-6));
    }
  }

  @Test
  void fiveFoldsNeverMakeWilcoxonSignificant() {
    Significance.Outcome outcome =
        WilcoxonTest.test(new double[] {0.1, 0.2, 0.3, 0.4, 0.5}).orElseThrow();
    assertThat(outcome.p()).isEqualTo(0.0625);
    assertThat(WilcoxonTest.test(new double[] {0, 0, 0})).isEmpty();
  }

  @Test
  void wilcoxonTakesDifferencesOfRoundingForNone() {
    // Counts out of 100: 10, -10, 20, 0 and 30 more.
    double[] rounded = {0.5 - 0.4, 0.7 - 0.8, 0.8 - 0.6, (0.1 + 0.2) - 0.3, 0.9 - 0.6};
    assertThat(rounded[0]).isNotEqualTo(-rounded[1]);
    assertThat(rounded[3]).isNotZero();
    assertThat(WilcoxonTest.unequal(rounded)).hasSize(4);
    assertThat(WilcoxonTest.test(rounded))
        .isEqualTo(WilcoxonTest.test(new double[] {10, -10, 20, 0, 30}));
  }

  @Test
  void mcNemarAgreesWithStatsmodels() throws IOException {
    for (JsonNode node : SignificanceCases.of("mcnemar")) {
      int first = node.get("onlyFirst").intValue();
      int second = node.get("onlySecond").intValue();
      Significance.Outcome outcome = Significance.mcNemar(first, second).orElseThrow();
      assertThat(outcome.p()).isCloseTo(node.get("p").doubleValue(), withinPercentage(1e-6));
      assertThat(outcome.statistic()).isEqualTo(Math.min(first, second));
    }
    assertThat(Significance.mcNemar(0, 0)).isEmpty();
  }

  @Test
  void holmAgreesWithStatsmodels() throws IOException {
    for (JsonNode node : SignificanceCases.of("holm")) {
      assertThat(Significance.holm(SignificanceCases.doubles(node.get("p"))))
          .containsExactly(SignificanceCases.doubles(node.get("corrected")), within(1e-12));
    }
    assertThat(Significance.holm(new double[0])).isEmpty();
  }
}
