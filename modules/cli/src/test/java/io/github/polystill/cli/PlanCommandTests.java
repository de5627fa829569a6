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
            line ->
                assertThat(line)
                    .matches(
                        "all: 80 trials, about (\\d+m)?\\d+s here \\(not in it: word vectors"
                            + " \\(2 trainings\\), baselines, evaluation\\)"));
    assertThat(run).doesNotExist();
    Outcome wrong = Outcome.of("run", file, "--out", run, "--plan", "--fresh");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--plan");
  }

  @Test
  void saysHowTheCorpusWasRead() throws Exception {
    Path corpus =
        Files.writeString(
            directory.resolve("train.txt"), "__label__a 頭痛\n__label__b 咳嗽\n".repeat(8));
    Path file =
        Files.writeString(
            directory.resolve("own.yaml"),
            "name: own\ncorpus: {path: "
                + corpus
                + "}\nsegmentation: {segmenter: characters}\nvectors: {dimensions: 8}\n"
                + "architectures: [textcnn: {widths: [1], filters: 2, chunks: 1, bottleneck: 2}]\n"
                + "trainings: [standalone]\nbaselines: []\nfolds: {count: 2, run: [0]}\n");
    Outcome planned = Outcome.of("run", file, "--out", directory.resolve("own"), "--plan");
    assertThat(planned.err())
        .contains(
            corpus + ": read as fasttext",
            corpus + ": no record has an id; documents are named by their line");
    assertThat(planned.out()).endsWith("here (not in it: evaluation)\n");
  }
}
