package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTests {
  private static final String YAML =
      """
      name: tiny
      corpus: {generate: {documents: 60, seed: 1}}
      segmentation: {segmenter: characters}
      vectors: {dimensions: 8}
      encoding: {maxLength: 60}
      architectures:
        - textcnn: {widths: [1], filters: 4, chunks: 2, bottleneck: 8}
      trainings: [standalone]
      optimisation: {epochs: 1, learningRate: 0.01}
      folds: {count: 3, run: [0, 2]}
      """;

  @TempDir private static Path directory;

  private static Path first;
  private static Path second;

  @BeforeAll
  static void run() throws IOException {
    Path file = Files.writeString(directory.resolve("tiny.yaml"), YAML);
    first = directory.resolve("first");
    second = directory.resolve("second");
    assertThat(Outcome.of("run", file, "--out", first).exitCode()).isZero();
    Outcome longer =
        Outcome.of("run", file, "--out", second, "--set", "optimisation.learningRate=0.1");
    assertThat(longer.out())
        .contains("micro-F1: fixed", "tests, tables: " + second.resolve("table.md"));
  }

  @Test
  void printsTablesOrJson() throws IOException {
    Outcome tables = Outcome.of("compare", first, second);
    assertThat(tables.exitCode()).isZero();
    assertThat(tables.err()).isEmpty();
    assertThat(tables.out())
        .contains("Runs on the same folds", "textcnn       standalone  " + first, "gain")
        .contains("approximate randomisation", "nothing else is called significant")
        .contains("thresholds tuned on validation data", "standalone, tuned");

    Path page = directory.resolve("page.html");
    JsonNode json =
        new ObjectMapper()
            .readTree(Outcome.of("compare", first, second, "--json", "--html", page).out());
    assertThat(Files.readString(page))
        .contains("Runs on the same folds, thresholds tuned on validation data", first.toString())
        .doesNotContain("{{", "Labelled shares");
    assertThat(json.at("/runs/1").textValue()).isEqualTo(second.toString());
    assertThat(json.at("/figures/1/metrics/microF1/mean").isNumber()).isTrue();
    assertThat(json.at("/significance/0/test").textValue()).isEqualTo("pairedT");
  }

  @Test
  void refusesOneRunAndEditedFigures() throws IOException {
    assertThat(Outcome.of("compare", first).exitCode()).isEqualTo(2);
    Path metrics = second.resolve("metrics.json");
    String written = Files.readString(metrics);
    Files.writeString(metrics, written.replaceFirst("\"microF1\": [0-9.]+", "\"microF1\": 0.99"));
    try {
      assertThat(Outcome.of("compare", first, second).error())
          .startsWith(metrics + " was changed: ");
    } finally {
      Files.writeString(metrics, written);
    }
    assertThat(Outcome.of("compare", first, directory).error())
        .startsWith(directory + " is no run directory");
  }
}
