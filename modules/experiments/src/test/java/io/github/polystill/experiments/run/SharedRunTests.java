package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.lock.DirectoryLock;
import io.github.polystill.experiments.log.RunLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners of a run, shards, damage, several seeds; two labels only, so that it is quick. */
final class SharedRunTests {
  private static final List<String> TWO_LABELS =
      List.of("corpus.minLabelCount=32", "encoding.maxLength=40");

  @TempDir private Path directory;

  private Experiment experiment(String... overrides) throws IOException {
    return TinyExperiment.read(directory, TWO_LABELS, overrides);
  }

  private ExperimentRunner runner(String name, String... overrides) throws IOException {
    return new ExperimentRunner(
        experiment(overrides),
        new RunOptions(directory.resolve(name), 1, false, Optional.empty()),
        ProgressListener.NONE,
        new CancellationToken());
  }

  private String metrics(String name) throws IOException {
    return Files.readString(directory.resolve(name).resolve("metrics.json"));
  }

  private List<String> events(String name, String event) throws IOException {
    return RunLog.read(directory.resolve(name).resolve("log.jsonl")).stream()
        .filter(it -> it.event().equals(event))
        .map(it -> it.text("hash"))
        .toList();
  }

  @Test
  void aDirectoryHasOneOwnerWhateverTheOtherWants() throws Exception {
    runner("busy", "trainings=[standalone]").run();
    String before = metrics("busy");
    try (DirectoryLock other = DirectoryLock.take(directory.resolve("busy"))) {
      RunOptions fresh = new RunOptions(directory.resolve("busy"), 1, true, Optional.empty());
      Experiment same = experiment("trainings=[standalone]");
      for (ExperimentRunner second :
          List.of(
              runner("busy", "trainings=[standalone]"),
              runner("busy", "optimisation.epochs=1"),
              new ExperimentRunner(same, fresh, ProgressListener.NONE, new CancellationToken()))) {
        assertThatExceptionOfType(InvalidInputException.class)
            .isThrownBy(second::run)
            .withMessageContaining("busy is being worked on by " + other.owner());
      }
      assertThat(metrics("busy")).isEqualTo(before);
    }
  }

  @Test
  void aRunOfAnEarlierVersionIsRefusedAndLeftAsItIs() throws Exception {
    runner("old", "trainings=[standalone]").run();
    RunDirectory run = RunDirectory.existing(directory.resolve("old"));
    String environment =
        Files.readString(run.environmentFile()).replaceFirst("\"format\" : 2", "\"format\" : 1");
    Files.writeString(run.environmentFile(), environment);
    List<Path> files = files(run.root());

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> runner("old", "trainings=[standalone]").run())
        .withMessageStartingWith(run.environmentFile() + " was written by an earlier polystill")
        .withMessageContaining("with another `out` or with `fresh`");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(run::requireReadable)
        .withMessageContaining("an earlier polystill");
    assertThat(files(run.root())).isEqualTo(files);
    assertThat(Files.readString(run.environmentFile())).isEqualTo(environment);

    RunOptions fresh = new RunOptions(run.root(), 1, true, Optional.empty());
    new ExperimentRunner(
            experiment("trainings=[standalone]"),
            fresh,
            ProgressListener.NONE,
            new CancellationToken())
        .run();
    run.requireReadable();
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.sorted().toList();
    }
  }

  @Test
  void damageIsFoundByChecksumReportedAndTrainedAgain() throws Exception {
    runner("damaged").run();
    String before = metrics("damaged");
    RunDirectory run = RunDirectory.existing(directory.resolve("damaged"));
    Path student = run.trials().resolve(run.models().get(1).trials().get(0));
    Path record = student.resolve("trial.json");
    assertThat(Files.readString(student.resolve("SHA256SUMS")))
        .contains("  logits.bin\n", "  trial.json\n", "  weights.bin\n");
    Files.writeString(
        record, Files.readString(record).replaceFirst("\"loss\" : 0", "\"loss\" : 1"));

    RunResult again = runner("damaged").run();

    assertThat(again.warnings())
        .hasSize(2)
        .element(1)
        .asString()
        .contains("trial.json is not what");
    assertThat(again.warnings().get(0)).startsWith("dropped 7 labels");
    assertThat(run.warnings()).isEqualTo(again.warnings());
    assertThat(events("damaged", "trial-started").stream().filter(student::endsWith)).hasSize(2);
    assertThat(metrics("damaged")).isEqualTo(before);
    assertThat(runner("damaged").run().warnings()).hasSize(1);
  }

  @Test
  void shardsMakeUpTheRunWhereverTheyWork() throws Exception {
    String folds = "folds.run=[0, 1]";
    runner("alone", folds).run();
    Shard.Result first = runner("a", folds).runShard(new Shard(1, 2));
    Shard.Result second = runner("b", folds).runShard(new Shard(2, 2));
    assertThat(first.wholeUnits()).isTrue();
    assertThat(first.trials() + second.trials())
        .isEqualTo(events("alone", "trial-finished").size());
    assertThat(first.trials()).isEqualTo(second.trials());
    assertThat(directory.resolve("a/metrics.json")).doesNotExist();
    Path a = directory.resolve("a");
    Path b = directory.resolve("b");
    Path elsewhere = b.resolve("environment.json");
    Files.writeString(
        elsewhere,
        Files.readString(elsewhere)
            .replaceFirst("\"cpuFamily\" : \"[^\"]+\"", "\"cpuFamily\" : \"elsewhere\""));

    runner("merged", folds).merge(List.of(a, b));
    RunEnvironment environment = RunEnvironment.read(directory.resolve("merged/environment.json"));
    assertThat(environment.processors())
        .hasSize(2)
        .filteredOn(it -> it.startsWith("elsewhere "))
        .hasSize(1);
    RunEnvironment alone = RunEnvironment.read(directory.resolve("alone/environment.json"));
    assertThat(alone.differencesTo(environment)).singleElement().asString().startsWith("CPU: ");
    assertThat(metrics("merged")).isEqualTo(metrics("alone"));
    assertThat(events("merged", "trial-started")).isEmpty();

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> runner("half", folds).merge(List.of(b)))
        .withMessageContaining("trials are missing: fold ")
        .withMessageContaining("textcnn standalone");
    String inputs = Files.readString(elsewhere);
    for (String other : List.of("\"teacher\" : \"ab12\"", "\"transfer\" : {\"t\" : \"ab12\"}")) {
      Files.writeString(
          elsewhere, inputs.replace("\"sha256\" : {", "\"sha256\" : { " + other + ","));
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> runner("merged", folds).merge(List.of(b)))
          .withMessageStartingWith(b + " does not fit: ")
          .withMessageMatching(
              "[^\\n]* was [^\\n]*\"ab12\"}? there and is none here; [^\\n]*again");
    }
    Path experiment = a.resolve("experiment.yaml");
    byte[] before = Files.readAllBytes(experiment);
    Files.write(experiment, new byte[] {(byte) 0xff});
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> runner("merged", folds).merge(List.of(a)))
        .withMessageContaining(a + " is a shard of another experiment");
    Files.write(experiment, before);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> runner("other", folds, "seed=2").merge(List.of(a)))
        .withMessageContaining(a + " is a shard of another experiment: it has \"seed: 1\"");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> runner("empty", folds).merge(List.of(directory.resolve("none"))))
        .withMessageContaining("is no run directory");
  }

  /** Another trial of the same name would then be taken for an exchanged one, and removed. */
  @Test
  void aMergeThatIsKilledLeavesNoSealOverWhatItCopied() throws Exception {
    String quick = "trainings=[standalone]";
    runner("whole", quick).run();
    runner("part", quick).runShard(new Shard(1, 1));
    RunDirectory run = RunDirectory.existing(directory.resolve("whole"));
    RunDirectory part = RunDirectory.existing(directory.resolve("part"));
    AtomicFiles.deleteRecursively(run.trials());
    try (RunLog log = new RunLog(run.logFile(), "killed")) {
      new ShardImport(run, log, ProgressListener.NONE).copy(part);
    }
    assertThat(run.exchangedTrials()).isEmpty();
    assertThat(run.checksumFile()).doesNotExist();
  }

  @Test
  void aReportDoesNotBelieveTheLog() throws Exception {
    String quick = "trainings=[standalone]";
    runner("logged", quick).run();
    RunDirectory run = RunDirectory.existing(directory.resolve("logged"));
    assertThat(run.summary().work().orElseThrow()).containsKeys("date", "duration");
    Map<String, String> before = Map.of("date", "long ago");
    RunSummary summary = run.summary();
    new RunSummary(
            summary.notice(),
            summary.remarks(),
            summary.warnings(),
            summary.corpus(),
            Optional.of(before))
        .write(run.summaryFile());
    run.seal(experiment(quick), run.models());
    RunReports.of(run).write();
    assertThat(Files.readString(run.reportFile())).contains("long ago");

    runner("logged", quick).run();
    assertThat(run.summary().work()).as("of a start that trained nothing").contains(before);
  }

  @Test
  void shardsOfHalvingTellTheMergeWhyTheyDroppedAnExpert() throws Exception {
    String[] halving = {"teacher.search=halving", "teacher.halving.minEpochs=1"};
    runner("alone", halving).run();
    runner("a", halving).runShard(new Shard(1, 2));
    runner("b", halving).runShard(new Shard(2, 2));

    runner("merged", halving).merge(List.of(directory.resolve("a"), directory.resolve("b")));

    assertThat(metrics("merged")).isEqualTo(metrics("alone"));
    assertThat(directory.resolve("merged/teacher-search.json"))
        .hasSameTextualContentAs(directory.resolve("alone/teacher-search.json"));
    assertThat(events("merged", "trial-started")).hasSize(1);
  }

  @Test
  void fewUnitsAreSplitAndTheMergeTrainsStudentsThatNeedOthers() throws Exception {
    String rows = "trainings=[teacher, standalone, standalone-weighted, distilled]";
    runner("alone", rows).run();
    int trials = 0;
    for (int i = 1; i <= 3; i++) {
      Shard.Result part = runner("common", rows).runShard(new Shard(i, 3));
      assertThat(part.wholeUnits()).isFalse();
      assertThat(part.trained()).isEqualTo(part.trials()).isPositive();
      trials += part.trials();
    }
    int before = events("common", "trial-started").size();
    assertThat(before).isEqualTo(trials);
    runner("common", rows).merge(List.of());
    assertThat(events("common", "trial-started")).hasSize(before + 2);
    assertThat(metrics("common")).isEqualTo(metrics("alone"));
  }

  /** Each pair is one shard's, whichever of its folds that has. */
  @Test
  void shardsTrainWhatFoldsShareOnce() throws Exception {
    String[] pairs = {"teacher.crossFitFolds=true", "folds.run=[1, 2]", "teacher.classWeights=[1]"};
    runner("alone", pairs).run();
    int trials = 0;
    for (int i = 1; i <= 2; i++) {
      trials += runner("common", pairs).runShard(new Shard(i, 2)).trained();
    }
    assertThat(trials).isEqualTo((2 + 3) * 2 + 2);
    runner("common", pairs).merge(List.of());
    assertThat(events("common", "trial-started")).hasSize(trials + 2).doesNotHaveDuplicates();
    assertThat(metrics("common")).isEqualTo(metrics("alone"));
  }

  @Test
  void everySeedIsAWholeCrossValidationOfItsOwn() throws Exception {
    RunResult both = runner("both", "seeds=2", "folds.run=[0, 1]").run();
    runner("second", "seed=2", "folds.run=[0, 1]").run();

    List<FoldEvaluation> all = MetricsJson.read(directory.resolve("both/metrics.json"));
    assertThat(all).hasSize((3 + 2) * 2 * 2).isEqualTo(both.evaluations());
    List<FoldEvaluation> second = MetricsJson.read(directory.resolve("second/metrics.json"));
    assertThat(all.stream().filter(it -> it.key().seed().getAsLong() == 2))
        .isEqualTo(second.stream().map(it -> it.orSeed(2)).toList());
    assertThat(directory.resolve("both/folds-seed2.json"))
        .hasSameTextualContentAs(directory.resolve("second/folds.json"));
    assertThat(directory.resolve("both/predictions/textcnn-distilled-fold1-seed2.csv"))
        .hasSameTextualContentAs(
            directory.resolve("second/predictions/textcnn-distilled-fold1.csv"));
    assertThat(directory.resolve("both/predictions/textcnn-distilled-fold1.csv")).exists();
    RunDirectory.existing(directory.resolve("both")).requireReadable();
    assertThat(metrics("second")).doesNotContain("seed");
    assertThat(experiment("seeds=1").resolvedYaml()).isEqualTo(experiment().resolvedYaml());
  }

  @Test
  void anIllegibleEnvironmentIsWrittenAnewAndEarlierWarningsAreReported() throws Exception {
    String quick = "trainings=[standalone]";
    runner("hurt", quick).run();
    RunDirectory run = RunDirectory.existing(directory.resolve("hurt"));
    Files.writeString(run.environmentFile(), "{ torn");
    try (RunLog log = new RunLog(run.logFile(), "an earlier start")) {
      log.warn("trial-damaged", "something was damaged then", Map.of());
    }

    RunResult again = runner("hurt", quick).run();

    assertThat(again.warnings()).doesNotContain("something was damaged then");
    assertThat(Files.readString(run.reportFile())).contains("something was damaged then");
    run.requireReadable();
  }

  @Test
  void resultsAndMachinesOfAnotherCorpusAreNotKept() throws Exception {
    String quick = "trainings=[standalone]";
    runner("changed", quick).run();
    RunDirectory run = RunDirectory.existing(directory.resolve("changed"));
    String environment = Files.readString(run.environmentFile());
    String machine = "{\"cpu\": \"another\"}";
    String before =
        environment.replace("\"machine\"", "\"otherMachines\": [" + machine + "], \"machine\"");
    Files.writeString(run.environmentFile(), before);
    runner("changed", quick).run();
    assertThat(Files.readString(run.environmentFile())).contains("\"another\"");

    Files.writeString(
        run.environmentFile(),
        before.replaceFirst("\"corpus\" : \"[0-9a-f]{64}\"", "\"corpus\" : \"ab12\""));
    runner("changed", quick).runShard(new Shard(1, 2));

    assertThat(run.metricsFile()).doesNotExist();
    assertThat(run.environmentFile()).hasContent(environment);
  }
}
