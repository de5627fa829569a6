package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.export.ExportRequest;
import io.github.polystill.experiments.export.ModelExporter;
import io.github.polystill.experiments.reproduction.Comparison;
import io.github.polystill.experiments.reproduction.Inputs;
import io.github.polystill.experiments.reproduction.Results;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run directories that somebody has touched, and comparing a run with another of the same. */
final class RunDirectoryCheckTests {
  @TempDir private static Path shared;
  @TempDir private Path directory;
  private Path run;

  @BeforeAll
  static void runOnce() throws Exception {
    RunOptions options = new RunOptions(shared.resolve("run"), 2, false, Optional.empty());
    new ExperimentRunner(experiment(), options, ProgressListener.NONE, new CancellationToken())
        .run();
  }

  private static Experiment experiment(String... overrides) throws IOException {
    return TinyExperiment.read(
        shared, List.of("corpus.minLabelCount=32", "encoding.maxLength=40"), overrides);
  }

  @BeforeEach
  void copyRun() throws IOException {
    run = directory.resolve("run");
    Path from = shared.resolve("run");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, run.resolve(from.relativize(file)));
      }
    }
  }

  private void edit(String name, String part, String other) throws IOException {
    Path file = run.resolve(name);
    String content = Files.readString(file);
    assertThat(content).containsPattern(part);
    Files.writeString(file, content.replaceFirst(part, other));
  }

  /** As if the run had written the files as they are now. */
  private void seal() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String line : Files.readAllLines(shared.resolve("run/SHA256SUMS"))) {
      files.add(run.resolve(line.substring(66)));
    }
    ChecksumFile.write(run, files.stream().filter(Files::exists).toList());
  }

  private void assertRefusedThoughSealed(String name, String message) throws IOException {
    seal();
    assertRefused(name, message);
  }

  private void assertRefused(String name, String message) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> new RunDirectory(run).requireReadable())
        .withMessageStartingWith(run.resolve(name).toString())
        .withMessageContaining(message)
        .withMessageNotContaining("\n");
  }

  @Test
  void acceptsWhatWasWritten() throws IOException {
    new RunDirectory(run).requireReadable();
  }

  @Test
  void namesWhatIsNoRunDirectory() throws IOException {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> new RunDirectory(directory.resolve("x")).requireReadable())
        .withMessageContaining("x does not exist");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> new RunDirectory(shared.resolve("tiny.yaml")).requireReadable())
        .withMessageContaining("is a file");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> new RunDirectory(directory).requireReadable())
        .withMessageContaining("is no run directory");
  }

  @Test
  void namesANewerVersionBeforeItReadsAnythingElse() throws IOException {
    edit("experiment.yaml", "name:", "later: 1\nname:");
    edit("environment.json", "\"format\" : 2", "\"format\" : 3");
    assertRefused("environment.json", "which is newer than this one");
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    AtomicFiles.deleteRecursively(
        run.resolve("trials").resolve(new RunDirectory(run).models().get(0).trials().get(0)));
    assertRefused("trials", "is missing");
  }

  @Test
  void namesMissingFiles() throws IOException {
    Path predictions = run.resolve("predictions/textcnn-distilled-fold1.csv");
    byte[] content = Files.readAllBytes(predictions);
    Files.delete(predictions);
    assertRefused("predictions/textcnn-distilled-fold1.csv", "is missing");
    Files.write(predictions, content);
    for (String name :
        List.of(
            "metrics.json",
            "folds.json",
            "environment.json",
            "models.json",
            "thresholds.json",
            "significance.json",
            "summary.json")) {
      byte[] before = Files.readAllBytes(run.resolve(name));
      Files.delete(run.resolve(name));
      assertRefused(name, "is missing");
      Files.write(run.resolve(name), before);
    }
    Files.delete(run.resolve("SHA256SUMS"));
    assertRefused("", "not finished");
  }

  /** Reads all that some command reads of the files that are sealed. */
  private void readAll() throws IOException {
    RunDirectory directory = new RunDirectory(run);
    RunReports.of(directory);
    Results.of(directory);
    directory.vocabulary(1);
    directory.vectors(1);
  }

  @Test
  void everyFileThatIsReadIsSealed() throws IOException {
    readAll();
    List<String> own =
        List.of(
            "SHA256SUMS",
            "owner.json",
            "log.jsonl",
            "table.md",
            "table.csv",
            "table-tuned.csv",
            "table.tex");
    for (Path file : files()) {
      String name = run.relativize(file).toString().replace('\\', '/');
      byte[] before = Files.readAllBytes(file);
      Files.write(file, "\n".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
      if (own.contains(name) || name.matches("report.html|figures/.*|trials/.*")) {
        continue; // no command reads a log, reports are written anew, trials have own checksums
      }
      assertThatExceptionOfType(InvalidInputException.class)
          .as(name)
          .isThrownBy(this::readAll)
          .withMessage(
              file
                  + " was changed: it is not what SHA256SUMS has the checksum of; start the run"
                  + " again with polystill run to write it anew");
      Files.write(file, before);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Every JSON file of a run, with one value of it, or all, replaced by one of another shape. */
  @Test
  void jsonOfAnyOtherShapeIsOneLine() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Path> files =
        files().stream()
            .filter(file -> file.toString().endsWith(".json"))
            .collect(Collectors.toCollection(ArrayList::new));
    files.removeIf(file -> file.endsWith("owner.json")); // which no reader of a run reads
    List<Path> trials = files.stream().filter(file -> file.endsWith("trial.json")).toList();
    files.removeAll(trials.subList(2, trials.size()));
    assertThat(files).hasSizeGreaterThan(8);
    for (Path file : files) {
      byte[] before = Files.readAllBytes(file);
      for (String shape : List.of("null", "[null]", SHAPES.get(random.nextInt(SHAPES.size())))) {
        Files.writeString(file, shape);
        assertOneLineOrRead(file, shape, seed);
      }
      for (int i = 0; i < 6; i++) {
        JsonNode root = RecordsJson.mapper().readTree(before);
        String shape = SHAPES.get(random.nextInt(SHAPES.size()));
        String how = replaceOneValue(root, RecordsJson.mapper().readTree(shape), random);
        Files.writeString(file, root.toString());
        assertOneLineOrRead(file, how, seed);
      }
      Files.write(file, before);
      sealWithTrialOf(file);
    }
    readAll();
  }

  private static final List<String> SHAPES =
      List.of("null", "[null]", "[[null]]", "{}", "[]", "[{}]", "7", "-1", "\"x\"", "true", "1e99");

  private void sealWithTrialOf(Path file) throws IOException {
    if (file.startsWith(run.resolve("trials"))) {
      Files.delete(file.resolveSibling("SHA256SUMS"));
      ChecksumFile.write(file.getParent());
    }
    seal();
  }

  private void assertOneLineOrRead(Path file, String how, long seed) throws IOException {
    sealWithTrialOf(file);
    String what = run.relativize(file) + " with " + how + ", seed " + seed;
    try {
      readAll();
    } catch (InvalidInputException e) {
      assertThat(e.getMessage()).as(what).startsWith(run.toString()).doesNotContain("\n", "java");
    } catch (IOException | RuntimeException e) {
      throw new AssertionError(what, e);
    }
  }

  private static String replaceOneValue(JsonNode root, JsonNode other, Random random) {
    List<JsonNode> inner = new ArrayList<>();
    collect(root, inner);
    JsonNode parent = inner.get(random.nextInt(inner.size()));
    if (parent instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      object.set(name, other);
      return name + " " + other;
    }
    int index = random.nextInt(parent.size());
    ((ArrayNode) parent).set(index, other);
    return "[" + index + "] " + other;
  }

  /** Objects and arrays that hold something. */
  private static void collect(JsonNode node, List<JsonNode> inner) {
    if (!node.isEmpty()) {
      inner.add(node);
      node.forEach(child -> collect(child, inner));
    }
  }

  @Test
  void namesTheFigureThatWasEdited() throws IOException {
    edit("metrics.json", "\"microF1\": 0\\.[0-9]+", "\"microF1\": 0.99");
    assertRefusedThoughSealed(
        "metrics.json", "was changed: textcnn teacher fold 1: microF1 is 0.99, but ");
  }

  private void restore(String name) throws IOException {
    Path from = shared.resolve("run").resolve(name);
    Files.copy(from, run.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void namesTheEditedFigureOfThresholdsAndTests() throws IOException {
    edit("thresholds.json", "\"hammingLoss\": [0-9.]+", "\"hammingLoss\": 0.99");
    assertRefusedThoughSealed(
        "thresholds.json", "textcnn teacher fold 1: choices/0/test/hammingLoss is 0.99, but ");
    restore("thresholds.json");
    edit("thresholds.json", "\"brierScore\": [0-9.]+", "\"brierScore\": 0.001");
    assertRefusedThoughSealed("thresholds.json", "probabilities/brierScore is 0.001, but ");
    restore("thresholds.json");
    edit("thresholds.json", "\"training\": \"teacher\"", "\"training\": \"distilled\"");
    assertRefusedThoughSealed(
        "thresholds.json", "training is distilled, but teacher by its predictions");
    restore("thresholds.json");
    edit("significance.json", "\"p\": null", "\"p\": 0.001");
    assertRefusedThoughSealed("significance.json", ": p is 0.001, but ");
    restore("significance.json");
    edit("metrics.json", "\"classWeight\": [0-9.]+", "\"classWeight\": 7.0");
    assertRefusedThoughSealed("metrics.json", "the class weights of textcnn teacher fold 1");
    restore("metrics.json");
    seal();
    new RunDirectory(run).requireReadable();
  }

  /** So that the gain of a threshold cannot pass for the gain of distillation. */
  @Test
  void figuresOfAnotherThresholdAreNoFiguresOfThisExperiment() throws IOException {
    List<FoldEvaluation> tuned = new ArrayList<>();
    for (FoldEvaluation entry : MetricsJson.read(run.resolve("metrics.json"))) {
      TrainedModel model =
          RunContents.modelOf(entry, new RunDirectory(run).models(), 1, new RunDirectory(run));
      Predictions predictions = PredictionsCsv.read(new RunDirectory(run).predictionsFile(model));
      tuned.add(
          new FoldEvaluation(
              entry.key(), MultiLabelEvaluator.evaluate(predictions, 0.3), entry.classWeights()));
    }
    MetricsJson.write(run.resolve("metrics.json"), tuned);
    assertRefusedThoughSealed("metrics.json", "textcnn teacher fold 1: ");
  }

  @Test
  void namesAModelThatIsThereTwice() throws IOException {
    List<FoldEvaluation> metrics = new ArrayList<>(MetricsJson.read(run.resolve("metrics.json")));
    metrics.set(2, metrics.get(1));
    MetricsJson.write(run.resolve("metrics.json"), metrics);
    Files.writeString(
        run.resolve("thresholds.json"),
        Files.readString(run.resolve("thresholds.json")).replace("distilled", "standalone"));
    assertRefusedThoughSealed("metrics.json", "textcnn standalone fold 1 is there twice");
  }

  @Test
  void namesFoldsThatAreNotThoseOfThePredictions() throws IOException {
    List<RunFold> folds = new ArrayList<>(new RunDirectory(run).folds(experiment()).get(1L));
    RunFold fold = folds.get(1);
    folds.set(1, new RunFold(1, fold.train(), fold.validation(), folds.get(0).test()));
    RecordsJson.write(run.resolve("folds.json"), folds);
    assertRefusedThoughSealed(
        "folds.json", "the test part of fold 1 is not the documents of textcnn-teacher-fold1.csv");
  }

  @Test
  void namesTheLabelAndThePredictionsThatWereEdited() throws IOException {
    edit("metrics.json", "\"support\": [0-9]+", "\"support\": 999");
    assertRefusedThoughSealed("metrics.json", "/support is 999");
    Files.copy(
        shared.resolve("run/metrics.json"),
        run.resolve("metrics.json"),
        StandardCopyOption.REPLACE_EXISTING);
    edit("predictions/textcnn-standalone-fold1.csv", "(\n[^,]+),1,", "$1,0,");
    assertRefusedThoughSealed("metrics.json", "textcnn standalone fold 1: ");
  }

  private Comparison compare(List<Comparison.Check> inputs, Results before) throws IOException {
    return Comparison.of(inputs, before, Results.of(new RunDirectory(run)), List.of(1));
  }

  @Test
  void whatIsMissingInEitherIsADifference() throws IOException {
    Results whole = Results.of(new RunDirectory(run));
    edit(
        "metrics.json",
        "(?s),\\s*\\{\\s*\"architecture\": \"textcnn\",\\s*\"training\": \"distilled\".*",
        "\n]\n");
    Path student =
        run.resolve("trials").resolve(new RunDirectory(run).models().get(2).trials().get(0));
    AtomicFiles.deleteRecursively(student);
    Files.delete(run.resolve("prepared/fold1/vectors.bin"));
    seal();
    Results part = Results.of(new RunDirectory(run));

    assertThat(Comparison.of(List.of(), whole, part, List.of(1)).checks())
        .extracting(Comparison.Check::detail)
        .containsExactly(
            "fold 1: this time kept none",
            "1 of 6 differ, first fold 1 textcnn distilled, it was not trained now",
            "textcnn distilled fold 1 is not there now");
    assertThat(Comparison.of(List.of(), part, whole, List.of(1)).checks())
        .extracting(Comparison.Check::detail)
        .containsExactly(
            "fold 1: the run kept none",
            "1 of 6 differ, first fold 1 textcnn distilled, it was not trained before",
            "textcnn distilled fold 1 was not there before");
    assertThat(Comparison.of(List.of(), whole, part, List.of(0)).checks())
        .extracting(Comparison.Check::what)
        .contains("metrics");
  }

  @Test
  void settingsAreComparedButNotWhereFilesAreOrWhichFoldsAreRun() throws IOException {
    List<String> own = experiment().decisiveSettings();
    assertThat(settings("folds.run=[0]", "name=other")).isEqualTo(own);
    assertThat(settings("corpus.path=a.jsonl")).isEqualTo(settings("corpus.path=x/b.jsonl"));
    assertThat(settings("vectors.path=a.bin")).isEqualTo(settings("vectors.path=x/b.bin"));
    assertThat(settings("vectors.train.texts=[a.txt]", "vectors.train.dimensions=8"))
        .isEqualTo(settings("vectors.train.texts=[x/a.txt]", "vectors.train.dimensions=8"))
        .isNotEqualTo(settings("vectors.train.texts=[x/b.txt]", "vectors.train.dimensions=8"));
    assertThat(settings("evaluation.threshold=0.4")).isNotEqualTo(own);
  }

  private static List<String> settings(String... overrides) throws IOException {
    return experiment(overrides).decisiveSettings();
  }

  @Test
  void theSameRunIsReproducedBitForBitAndAChangedTrialIsNamed() throws IOException {
    Results before = Results.of(new RunDirectory(shared.resolve("run")));
    Inputs inputs = Inputs.of(experiment(), 1, Optional.empty());
    List<Comparison.Check> checks = inputs.compare(before);
    assertThat(checks)
        .extracting(Comparison.Check::what)
        .containsExactly("corpus", "folds", "settings");
    assertThat(checks).allMatch(Comparison.Check::same);
    Comparison same = compare(checks, before);
    assertThat(same.exact()).isTrue();
    assertThat(same.same()).isTrue();

    String student = new RunDirectory(run).models().get(1).trials().get(0);
    edit(
        "trials/" + student + "/trial.json",
        "(?s)(\"number\" : 2,\\s+\"trainingLoss\" : )[0-9.]+",
        "$10.5");
    Path trial = run.resolve("trials").resolve(student);
    assertRefusesTrial(trial);
    Files.delete(trial.resolve("SHA256SUMS"));
    ChecksumFile.write(trial);
    assertRefusesTrial(trial);
    seal();
    Comparison other = compare(checks, before);
    assertThat(other.same()).isFalse();
    assertThat(other.checks().get(4).detail())
        .startsWith("1 of 6 differ, first fold 1 textcnn standalone, epoch 2: training loss ")
        .endsWith(" before, 0.5 now");
    assertThat(
            Inputs.of(experiment("seed=2"), 1, Optional.empty()).compare(before).stream()
                .filter(check -> !check.same())
                .map(Comparison.Check::toString))
        .anyMatch(it -> it.contains("\"seed: 1\" before, \"seed: 2\" now"));
  }

  private void assertRefusesTrial(Path trial) {
    for (ThrowingCallable reader :
        List.<ThrowingCallable>of(
            () -> Results.of(new RunDirectory(run)),
            () -> RunReports.of(new RunDirectory(run)).write())) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(reader)
          .withMessageStartingWith(trial.resolve("trial.json") + " is not what was written");
    }
  }

  /** A trial with another's files and the checksums of these is found, and trained again. */
  @Test
  void aTrialThatIsExchangedForAnotherIsNotThatOfTheResults() throws Exception {
    List<TrainedModel> models = new RunDirectory(run).models();
    Path distilled = run.resolve("trials").resolve(models.get(2).trials().get(0));
    Path standalone = run.resolve("trials").resolve(models.get(1).trials().get(0));
    Map<String, byte[]> before = contents(distilled);
    for (String file : contents(standalone).keySet()) {
      Files.copy(
          standalone.resolve(file), distilled.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    assertRefusesTrial(distilled);
    ModelExporter exporter =
        new ModelExporter(new RunDirectory(run), experiment(), Optional.empty());
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                exporter.export(
                    ExportRequest.next(models.get(2).key(), directory.resolve("exported"))))
        .withMessageStartingWith(distilled.resolve("trial.json") + " is not what was written");

    RunResult again = start(run);

    assertThat(again.warnings())
        .contains(distilled + " is not the trial of the results, so it is to be trained again");
    assertThat(contents(distilled).get("logits.bin")).isEqualTo(before.get("logits.bin"));
    readAll();
  }

  private static RunResult start(Path run) throws Exception {
    RunOptions options = new RunOptions(run, 2, false, Optional.empty());
    return new ExperimentRunner(
            experiment(), options, ProgressListener.NONE, new CancellationToken())
        .run();
  }

  private static Map<String, byte[]> contents(Path directory) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  /** Stopped before its end or refused, as long as it has changed nothing. */
  @Test
  void aStartThatHasNothingToDoLeavesTheResultsReadable() throws Exception {
    CancellationToken cancelled = new CancellationToken();
    ProgressListener stopping =
        new ProgressListener() {
          @Override
          public void planned(int total) {
            cancelled.cancel();
          }
        };
    RunOptions options = new RunOptions(run, 2, false, Optional.empty());
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> new ExperimentRunner(experiment(), options, stopping, cancelled).run());
    readAll();
    Path none = directory.resolve("none");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                new ExperimentRunner(
                        experiment(), options, ProgressListener.NONE, new CancellationToken())
                    .merge(List.of(none)));
    readAll();
    new ExperimentRunner(experiment(), options, ProgressListener.NONE, new CancellationToken())
        .runShard(new Shard(1, 2));
    readAll();

    RunOptions others = new RunOptions(run, 1, false, Optional.empty());
    new ExperimentRunner(experiment(), others, ProgressListener.NONE, new CancellationToken())
        .runShard(new Shard(1, 2));
    assertRefused("", "not finished");
    start(run);
    readAll();
  }

  @Test
  void anotherProcessorAllowsOtherDigitsButNotOtherFigures() throws IOException {
    Results before = Results.of(new RunDirectory(shared.resolve("run")));
    edit("environment.json", "\"cpuFamily\" : \"[^\"]+\"", "\"cpuFamily\" : \"other\"");
    edit("environment.json", "\"cpu\" : \"[^\"]+\"", "\"cpu\" : \"Other\"");
    edit("metrics.json", "\"loss\": (0\\.[0-9]{3})[0-9]+", "\"loss\": $1");
    seal();
    Comparison close = compare(List.of(), before);
    assertThat(close.exact()).isFalse();
    assertThat(close.why()).singleElement().asString().startsWith("CPU: ").endsWith(" and Other");
    assertThat(close.same()).isTrue();

    edit("metrics.json", "\"microF1\": 0\\.[0-9]+", "\"microF1\": 0.99");
    seal();
    Comparison far = compare(List.of(), before);
    assertThat(far.same()).isFalse();
    assertThat(far.checks().get(2).detail()).startsWith("textcnn teacher fold 1 differs by 0.");
  }

  @Test
  void anotherJavaAllowsOtherDigits() throws IOException {
    Results before = Results.of(new RunDirectory(shared.resolve("run")));
    edit("environment.json", "(\"java\" : \\{\\s*\"version\" : \")[0-9]+", "$199");
    seal();
    assertThat(compare(List.of(), before).why())
        .singleElement()
        .asString()
        .startsWith("Java: ")
        .contains("and 99, ");
  }

  @Test
  void expectedResultsSayTheSameAsTheRun() throws IOException {
    Path file = directory.resolve("expected.json");
    RunDirectory whole = new RunDirectory(run);
    Results.of(whole).write(file);
    Comparison comparison =
        Comparison.of(List.of(), Results.read(file), Results.of(whole), List.of(1));
    assertThat(comparison.same()).isTrue();
    assertThat(comparison.exact()).isTrue();

    Files.writeString(file, "{\"environment\": {}}");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Results.read(file))
        .withMessageContaining("holds no expected results");
  }
}
