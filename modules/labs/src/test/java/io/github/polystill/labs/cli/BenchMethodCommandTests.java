package io.github.polystill.labs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.cli.Outcome;
import io.github.polystill.labs.train.KerasPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchMethodCommandTests {
  @TempDir private Path directory;

  private Outcome measure(String... more) throws IOException {
    Path experiment =
        Files.writeString(
            directory.resolve("tiny.yaml"),
            """
            name: tiny
            corpus: {generate: {documents: 60, seed: 1}}
            segmentation: {segmenter: characters}
            vectors: {dimensions: 8}
            encoding: {maxLength: 40, sentences: 4, wordsPerSentence: 6}
            architectures:
              - textcnn: {widths: [1, 2], filters: 4, chunks: 2, bottleneck: 8}
              - textrnn: {hidden: 4}
              - gru-att: {hidden: 4, bidirectional: true, attention: 4}
              - han: {wordHidden: 4, wordAttention: 4, sentenceHidden: 4, sentenceAttention: 4}
            folds: {count: 3}
            """);
    List<Object> arguments = new ArrayList<>(List.of("bench", "method", experiment));
    arguments.addAll(List.of("--epochs=2", "--labels=2", "--class-weights=1,2", "--json"));
    arguments.addAll(List.of(more));
    return Outcome.of(arguments.toArray());
  }

  private static JsonNode rows(Outcome outcome) throws IOException {
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return new ObjectMapper().readTree(outcome.out()).required("rows");
  }

  @Test
  void measuresOursAlone() throws IOException {
    JsonNode rows = rows(measure("--no-keras", "--architectures=textcnn"));

    assertThat(rows).hasSize(1);
    JsonNode row = rows.get(0);
    assertThat(row.required("architecture").asText()).isEqualTo("textcnn");
    assertThat(row.required("ratio").isNull()).isTrue();
    JsonNode ours = row.required("ours");
    double all = 0;
    for (JsonNode stage : ours.required("stages")) {
      all += stage.required("wall").asDouble();
    }
    assertThat(all).isBetween(0.99 * ours.required("wallSeconds").asDouble(), all + 0.1);
    assertThat(ours.required("cpuSeconds").asDouble()).isPositive();
    assertThat(row.required("outsideTraining").asDouble()).isBetween(0.0, 1.0);
    assertThat(ours.required("epochs").required("teacher").asInt()).isBetween(4, 8);
  }

  @Test
  void kerasDoesTheSameWhereItIsInstalled() throws Exception {
    String python = Optional.ofNullable(System.getenv("POLYSTILL_PYTHON")).orElse("python3");
    assumeThat(KerasPeer.find(python, Files.createDirectory(directory.resolve("scripts"))))
        .as(python + " with TensorFlow and Keras")
        .isPresent();

    JsonNode rows = rows(measure("--python=" + python));

    assertThat(rows).hasSize(4);
    for (JsonNode row : rows) {
      JsonNode keras = row.required("keras");
      assertThat(keras.required("stages").properties())
          .extracting(it -> it.getKey())
          .contains("TEACHER", "RESPONSES", "STANDALONE", "DISTILLED");
      assertThat(keras.required("epochs").required("teacher").asInt()).isBetween(4, 8);
      assertThat(keras.required("macroF1").required("distilled").asDouble()).isBetween(0.0, 1.0);
      assertThat(row.required("ratio").asDouble()).isPositive();
    }
  }

  @Test
  void anArchitectureThatTheExperimentHasNotIsNamed() throws IOException {
    Outcome outcome = measure("--no-keras", "--architectures=bert");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("'bert' is none of textcnn, textrnn, gru-att, han");
  }
}
