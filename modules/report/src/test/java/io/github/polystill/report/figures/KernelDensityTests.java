package io.github.polystill.report.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class KernelDensityTests {
  @Test
  void agreesWithSciPy() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("density-cases.json")) {
      JsonNode cases = new ObjectMapper().readTree(in).path("cases");
      assertThat(cases).hasSize(5);
      for (JsonNode one : cases) {
        KernelDensity density = KernelDensity.of(numbers(one.path("sample"))).orElseThrow();
        double[] at = numbers(one.path("at"));
        double[] expected = numbers(one.path("density"));
        for (int i = 0; i < at.length; i++) {
          assertThat(density.at(at[i])).isCloseTo(expected[i], within(1e-12));
        }
      }
    }
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  @Test
  void whatDoesNotSpreadHasNoDensity() {
    assertThat(KernelDensity.of(new double[] {3})).isEmpty();
    assertThat(KernelDensity.of(new double[] {0.1 + 0.2, 0.3, 0.3})).isEmpty();
    assertThat(KernelDensity.of(new double[] {0, 0})).isEmpty();
    assertThat(KernelDensity.of(new double[] {3, 4})).isPresent();
  }
}
