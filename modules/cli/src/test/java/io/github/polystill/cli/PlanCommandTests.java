package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTests {
  @TempDir private Path directory;

  @Test
  void printsTrialsAndTimeAndLeavesNothing() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("tiny.yaml"),
            """
            name: tiny
            corpus: {generate: {corpus: health, documents: 60, seed: 1}}
            segmentation: {segmenter: characters}
            vectors: {train: {dimensions: 8}}
            encoding: {maxLength: 20}
            architectures:
              - textcnn: {widths: [2], filters: 4, chunks: 1, bottleneck: 4}
              - gru-att: {hidden: 4, attention: 4}
            teacher: {classWeights: [1, 2]}
            optimisation: {epochs: 30}
            folds: {count: 3, run: [0, 2]}
            """);
    Path run = directory.resolve("run");

    Outcome planned = Outcome.of("run", file, "--out", run, "--plan", "--workers", 1);

    assertThat(planned.exitCode()).as(planned.err()).isZero();
    assertThat(planned.out().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).matches("trials +teacher +standalone +distilled +all +time"),
            line -> assertThat(line).matches("-+"),
            line -> assertThat(line).matches("textcnn +36 +2 +2 +40 +\\d+s"),
            line -> assertThat(line).matches("gru-att +36 +2 +2 +40 +(\\d+m)?\\d+s"),
            line -> assertThat(line).matches("all: 80 trials, about (\\d+m)?\\d+s here"));
    assertThat(run).doesNotExist();
    Outcome wrong = Outcome.of("run", file, "--out", run, "--plan", "--fresh");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--plan");
  }
}
