package io.github.polystill.labs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.cli.Outcome;
import io.github.polystill.cli.Polystill;
import io.github.polystill.experiments.log.RunLog;
import io.github.polystill.models.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes; a hundred times takes the command itself. */
class StressCommandTests {
  @TempDir private Path directory;

  private Path experiment() throws IOException {
    return Files.writeString(
        directory.resolve("tiny.yaml"),
        """
        name: tiny
        corpus: {generate: {documents: 60, seed: 1}, minLabelCount: 32}
        segmentation: {segmenter: characters}
        vectors: {dimensions: 8}
        encoding: {maxLength: 40}
        architectures:
          - textcnn: {widths: [1, 2], filters: 4, chunks: 2, bottleneck: 8}
        teacher: {classWeights: [1]}
        optimisation: {epochs: 1, learningRate: 0.01}
        folds: {count: 3, run: [1]}
        """);
  }

  @Test
  void aRunThatIsKilledComesToTheSameResult() throws IOException {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "no kill -9");

    Outcome outcome =
        Outcome.of(
            "stress",
            experiment(),
            "--of=run",
            "--set=trainings=[standalone]",
            "--full-disks=0",
            "--kills=1",
            "--seed=3",
            "--json");

    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    JsonNode report = new ObjectMapper().readTree(outcome.out());
    assertThat(report.get("kills").asInt()).isEqualTo(1);
    assertThat(report.get("finished").asInt()).isPositive();
    assertThat(report.get("problems")).isEmpty();
  }

  @Test
  void shardsMergeAndAreVerified() throws IOException {
    Path file = experiment();
    Path a = directory.resolve("a");
    Path b = directory.resolve("b");
    Path merged = directory.resolve("merged");
    assertThat(Outcome.of("run", file, "--out", a, "--shard", "1/2").out())
        .startsWith("shard 1/2: ")
        .contains("--merge trains the distilled students");
    assertThat(Outcome.of("run", file, "--out", b, "--shard", "2/2").exitCode()).isZero();
    Outcome outcome = Outcome.of("run", file, "--out", merged, "--merge", "--from", a, b);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("1 warning:", "  dropped 7 labels of fewer than 32");

    Path expected = directory.resolve("expected.json");
    String quick = "trainings=[standalone]";
    assertThat(Outcome.of("verify", file, "--write-expected", expected, "--set", quick).exitCode())
        .isZero();
    Outcome verified = Outcome.of("verify", merged);
    assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).contains("bit for bit", "reproduced");

    Outcome other =
        Outcome.of("verify", file, "--expected", expected, "--set", quick, "--set", "seed=7");
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.out().lines()).first().asString().startsWith("corpus   ok       sha256 ");
    assertThat(other.out()).contains("folds    DIFFERS", "NOT reproduced");
  }

  @Test
  void namesWrongUseAndWhatIsNoRun() throws IOException {
    Path file = experiment();
    assertThat(Outcome.of("verify", directory).error()).contains("is no run directory");
    assertThat(Outcome.of("run", file, "--shard", "3/2").error())
        .startsWith("there is no shard 3/2");
    assertThat(Outcome.of("run", file, "--shard", "1/2", "--merge").err())
        .contains("exclude each other");
    assertThat(Outcome.of("run", file, "--from", directory).err()).contains("--from needs --merge");
    assertThat(Outcome.of("run", file, "--seeds", 0).exitCode()).isEqualTo(2);
    assertThat(Outcome.of("stress", file, "--kills", 0).exitCode()).isEqualTo(2);
  }

  @Test
  void ofProcessesThatStartTogetherOneOwnsTheRun() throws Exception {
    Path file = experiment();
    Path run = directory.resolve("owned");
    Path models = directory.resolve("models");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      List<String> command =
          JavaProcess.command(
              List.of(),
              Polystill.class,
              "run",
              file.toString(),
              "--out",
              run.toString(),
              "--workers",
              "1",
              "--set",
              "export.trainings=[distilled]",
              "--set",
              "export.to=" + models);
      processes.add(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("output" + i).toFile())
              .start());
    }
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int exit = processes.get(i).waitFor();
      String output = Files.readString(directory.resolve("output" + i));
      assertThat(exit).as(output).isIn(0, 2);
      if (exit == 2) {
        output.lines().filter(line -> line.startsWith("polystill: ")).forEach(refused::add);
      }
    }
    assertThat(refused)
        .singleElement()
        .asString()
        .startsWith("polystill: " + run + " is being worked on by process ");

    List<RunLog.Event> log = RunLog.read(run.resolve("log.jsonl"));
    assertThat(log.stream().filter(event -> event.event().equals("finished"))).hasSize(1);
    assertThat(
            log.stream()
                .filter(event -> event.event().equals("trial-started"))
                .map(event -> event.text("hash")))
        .hasSize(4)
        .doesNotHaveDuplicates();
    assertThat(models.resolve("tiny-textcnn-distilled/1")).isDirectory();
    assertThat(models.resolve("tiny-textcnn-distilled/2")).doesNotExist();
    assertThat(Outcome.of("report", run).exitCode()).isZero();
  }
}
