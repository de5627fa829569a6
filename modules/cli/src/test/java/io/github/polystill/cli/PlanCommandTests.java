package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.data.RecordsJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    Outcome planned =
        Outcome.of(
            "run",
            file,
            "--out",
            run,
            "--plan",
            "--workers",
            1,
            "--executors",
            "1,1000",
            "--start-up",
            60,
            "--price",
            0.5);

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
                            + " \\(2 trainings\\), baselines, evaluation\\)"),
            line -> assertThat(line).isEmpty(),
            line ->
                assertThat(line).matches("executors +makespan +core hours +at work +lost +price"),
            line -> assertThat(line).matches("-+"),
            line -> assertThat(line).matches(" +1 +\\d+m\\d+s +0\\.\\d\\d +\\d+ % +0 +0\\.\\d\\d"),
            line ->
                assertThat(line)
                    .matches(" +1,000 +1m\\d+s +[123]\\d\\.\\d\\d +\\d % +0 +[189]\\d?\\.\\d\\d"),
            line ->
                assertThat(line).matches("work: .*s; however many executors, it takes 1m\\d+s"));
    assertThat(run).doesNotExist();
    Outcome wrong = Outcome.of("run", file, "--out", run, "--plan", "--fresh");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--plan");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--executors 2|--executors needs --plan",
        "--json|--json needs --plan",
        "--plan --price 1|--start-up, --failure-rate and --price need --executors",
        "--plan --executors 2,0|--executors: give numbers of 1 or more",
        "--plan --executors 2 --start-up -1|--start-up must be 0 or more, not -1.0",
        "--plan --executors 2 --failure-rate NaN|--failure-rate must be 0 or more, not NaN",
      })
  void refusesWhatCanNotBePlanned(String options, String problem) {
    List<Object> arguments = new ArrayList<>(List.of("run", directory.resolve("any.yaml")));
    arguments.addAll(List.of(options.split(" ")));
    Outcome wrong = Outcome.of(arguments.toArray());
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains(problem);
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
    Outcome planned =
        Outcome.of("run", file, "--out", directory, "--plan", "--executors", 2, "--json");
    assertThat(planned.err())
        .contains(
            corpus + ": read as fasttext",
            corpus + ": no record has an id; documents are named by their line");
    JsonNode json = RecordsJson.mapper().readTree(planned.out());
    assertThat(json.path("trials").intValue()).isEqualTo(1);
    assertThat(json.path("notIncluded").textValue()).isEqualTo("evaluation");
    JsonNode schedule = json.path("schedules").get(0);
    assertThat(schedule.path("executors").intValue()).isEqualTo(2);
    assertThat(schedule.path("makespan").doubleValue())
        .isBetween(schedule.path("work").doubleValue(), schedule.path("work").doubleValue() + 5);
    assertThat(schedule.has("price")).isFalse();
  }
}
