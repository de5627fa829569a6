package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.corpora.synthetic.HealthCorpusGenerator;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.distillation.StudentSearch;
import io.github.polystill.distillation.trial.Sigmoid;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.evaluation.Fidelity;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluator;
import io.github.polystill.evaluation.significance.SignificanceResult;
import io.github.polystill.evaluation.significance.TestMethod;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluator;
import io.github.polystill.experiments.comparison.RunComparison;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.export.ExportRequest;
import io.github.polystill.experiments.export.ModelExporter;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextClassifier;
import io.github.polystill.report.html.SuspectLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExperimentRunnerTests {
  private static final int TRIALS = 9 * 2 + 2;

  private static final String NO_SENIORS =
      "Warning: the validation part of fold 1 has no document of 銀髮族; its threshold stays at 0.5.";

  @TempDir private Path directory;

  /** Counts trials and cancels the run after some of them. */
  private static class Counter implements ProgressListener {
    private final CancellationToken cancellation = new CancellationToken();
    private final int cancelAfter;
    private final AtomicInteger trained = new AtomicInteger();
    private final AtomicInteger reused = new AtomicInteger();
    private final List<String> messages = Collections.synchronizedList(new ArrayList<>());
    private volatile int planned;

    Counter(int cancelAfter) {
      this.cancelAfter = cancelAfter;
    }

    @Override
    public void planned(int total) {
      planned = total;
    }

    @Override
    public void trialFinished(TrialName trial, boolean wasThere) {
      (wasThere ? reused : trained).incrementAndGet();
      if (trained.get() >= cancelAfter) {
        cancellation.cancel();
      }
    }

    @Override
    public void message(String line) {
      messages.add(line);
    }
  }

  private Experiment experiment(String... overrides) throws IOException {
    return TinyExperiment.read(directory, List.of(), overrides);
  }

  private RunResult run(String name, int workers, Counter counter, String... overrides)
      throws Exception {
    RunOptions options = new RunOptions(directory.resolve(name), workers, false, Optional.empty());
    Experiment experiment = experiment(overrides);
    return new ExperimentRunner(experiment, options, counter, counter.cancellation).run();
  }

  private String metrics(String name) throws IOException {
    return Files.readString(directory.resolve(name).resolve("metrics.json"));
  }

  @Test
  void figuresDependNeitherOnWorkersNorOnInterruptions() throws Exception {
    Counter whole = new Counter(Integer.MAX_VALUE);
    run("one", 1, whole);
    assertThat(whole.planned).isEqualTo(TRIALS);
    assertThat(whole.trained).hasValue(TRIALS);

    run("two", 2, new Counter(Integer.MAX_VALUE));
    assertThat(metrics("two")).isEqualTo(metrics("one"));

    Counter stopped = new Counter(5);
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> run("stopped", 2, stopped));
    assertThat(directory.resolve("stopped/metrics.json")).doesNotExist();
    Counter resumed = new Counter(Integer.MAX_VALUE);
    run("stopped", 2, resumed);
    assertThat(resumed.reused).hasValue(stopped.trained.get());
    assertThat(resumed.trained).hasValue(TRIALS - stopped.trained.get());
    assertThat(metrics("stopped")).isEqualTo(metrics("one"));
  }

  @Test
  void weightsDependNeitherOnWorkersNorOnTheFoldsBefore() throws Exception {
    String[] settings = {
      "architectures=[gru-att: {hidden: 4, batchSize: 16},"
          + " textcnn: {widths: [1, 2], filters: 4, chunks: 2, bottleneck: 8}]",
      "folds.run=[0, 1]",
      "corpus.minLabelCount=35",
      "teacher.classWeights=[1]",
      "trainings=[teacher]"
    };
    RunResult one = run("one", 1, new Counter(Integer.MAX_VALUE), settings);
    int labels = one.evaluations().get(0).evaluation().perLabel().size();
    assertThat(weights("one")).hasSize(2 * 2 * labels);
    run("many", 4, new Counter(Integer.MAX_VALUE), settings);
    assertThat(metrics("many")).isEqualTo(metrics("one"));
    assertThat(weights("many")).isEqualTo(weights("one"));
    settings[0] = "architectures=[gru-att: {hidden: 4, batchSize: 16}]";
    settings[1] = "folds.run=[1]";
    run("alone", 2, new Counter(Integer.MAX_VALUE), settings);
    assertThat(weights("one")).containsAllEntriesOf(weights("alone"));
  }

  /** The plan counts what is trained, two workers come to the same, and so do exported models. */
  @Test
  void aCrossFittedTeacherOfShiftsAnswersTextsWithoutLabelsToo() throws Exception {
    String[] settings = {
      "folds.run=1",
      "teacher.classWeights=[0.1, 1, 5]",
      "teacher.search=shift",
      "teacher.crossFit=2",
      "corpus.labelledShare=0.5",
      "student.temperature=2",
      "student.trueLabels=0.25",
      "student.dropout=0.1"
    };
    Counter one = new Counter(Integer.MAX_VALUE);
    RunResult result = run("one", 1, one, settings);
    int labels = result.evaluations().get(0).evaluation().perLabel().size();
    assertThat(one.planned).isEqualTo(3 * labels + 2);
    assertThat(one.trained).hasValue(one.planned);
    RunFold fold = result.directory().folds(experiment(settings)).get(1L).get(1);
    assertThat(result.evaluations().get(2).fidelity().keySet())
        .containsExactly("train", "unlabelled", "validation", "test");
    assertThat(fold.unlabelled()).hasSizeBetween(fold.train().size() - 9, fold.train().size() + 9);

    run("two", 2, new Counter(Integer.MAX_VALUE), settings);
    assertThat(metrics("two")).isEqualTo(metrics("one"));
    List<SuspectLabel> suspects = Suspects.read(directory.resolve("one/suspects.csv"));
    assertThat(suspects).isNotEmpty().allMatch(it -> fold.train().contains(it.id()));
    assertThat(directory.resolve("two/suspects.csv"))
        .hasSameBinaryContentAs(directory.resolve("one/suspects.csv"));
    RunReports.of(result.directory()).write();
    assertThat(result.directory().reportFile()).content().contains("id=\"suspects\"");
    Files.writeString(directory.resolve("one/suspects.csv"), "");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> RunReports.of(result.directory()))
        .withMessageContaining("suspects.csv was changed");
    run("one", 1, new Counter(Integer.MAX_VALUE), settings);
    assertExports(result);
  }

  /** Ten sets of experts beside those of five folds, four beside that of one. */
  @Test
  void twoFoldsShareTheExpertsOfTheirPair() throws Exception {
    for (Map.Entry<String, Integer> sets : Map.of("all", 5 + 10, "3", 1 + 4).entrySet()) {
      Experiment experiment =
          experiment(
              "folds.count=5",
              "folds.run=" + sets.getKey(),
              "teacher.crossFitFolds=true",
              "corpus.minLabelCount=32");
      PreparedCorpus corpus =
          CorpusPreparation.prepare(experiment, 1, Optional.empty(), (done, all) -> {});
      List<TrialName> experts =
          TrialPlan.of(CrossValidation.ofSeeds(experiment, corpus)).trials().stream()
              .map(TrialPlan.Trial::name)
              .filter(it -> it.training() == TrainingRow.TEACHER)
              .toList();
      assertThat(experts).hasSize(sets.getValue() * 2 * 2).doesNotHaveDuplicates();
    }
  }

  /** Their bits are the same for one fold, for all of them, and after an interruption. */
  @Test
  void whichFoldsAreRunIsNothingToTheExpertsOfAPair() throws Exception {
    StringBuilder texts = new StringBuilder();
    for (Document other : HealthCorpusGenerator.generate(12, 2)) {
      texts.append(new StringBuilder(other.text().replace('\n', ' ')).reverse()).append('\n');
    }
    Path file = Files.writeString(directory.resolve("texts.txt"), texts);
    String[] settings = {
      "folds.run=2",
      "teacher.classWeights=[1]",
      "teacher.crossFitFolds=true",
      "teacher.wordDropout=true",
      "student.wordDropout={copies: 1}",
      "student.wordReplacement={copies: 1}",
      "student.transfer=['" + file + "']",
      "corpus.labelledShare=0.5",
      "corpus.minLabelCount=32",
      "encoding.maxLength=20",
      "optimisation.epochs=1",
      "baselines=[]"
    };
    RunResult ofOne = run("alone", 1, new Counter(Integer.MAX_VALUE), settings);

    settings[0] = "folds.run=all";
    Counter stopped = new Counter(5);
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> run("all", 2, stopped, settings));
    Counter resumed = new Counter(Integer.MAX_VALUE);
    RunResult ofAll = run("all", 2, resumed, settings);
    assertThat(resumed.planned).isEqualTo((3 + 3) * 2 + 3 * 2);
    assertThat(resumed.trained).hasValue(resumed.planned - stopped.trained.get());
    assertThat(ofAll.evaluations()).containsAll(ofOne.evaluations());
    assertThat(weightsOf("all", TrainingRow.TEACHER))
        .containsAllEntriesOf(weightsOf("alone", TrainingRow.TEACHER));
  }

  private static final List<TrainingRow> STUDENTS =
      List.of(TrainingRow.STANDALONE, TrainingRow.DISTILLED);

  /**
   * Copies of training texts, and texts without labels, which are those of another corpus from the
   * end to the beginning. Neither decides what experts learn.
   */
  @Test
  void textsBesideTheDocumentsAreAnsweredOnceAndLearnt() throws Exception {
    List<Document> documents = HealthCorpusGenerator.generate(60, 1);
    StringBuilder texts = new StringBuilder(documents.get(7).text().replace('\n', ' ') + "\n");
    for (Document other : HealthCorpusGenerator.generate(40, 2)) {
      texts.append(new StringBuilder(other.text().replace('\n', ' ')).reverse()).append('\n');
    }
    Path file = Files.writeString(directory.resolve("texts.txt"), texts);
    String[] plain = {
      "teacher.search=shift", "teacher.crossFit=2", "corpus.minLabelCount=32", "baselines=[]"
    };
    String[] settings = Arrays.copyOf(plain, plain.length + 4);
    settings[plain.length] = "student.wordDropout={copies: 1}";
    settings[plain.length + 3] = "student.wordReplacement={copies: 2}";
    settings[plain.length + 1] = "student.transfer=['" + file + "']";
    settings[plain.length + 2] = "student.transferShare=0.5";

    Counter whole = new Counter(Integer.MAX_VALUE);
    RunResult one = run("one", 1, whole, settings);
    assertThat(whole.trained).hasValue(whole.planned);
    assertThat(one.remarks()).anyMatch(it -> it.startsWith("student.transfer: of "));

    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> run("two", 2, new Counter(5), settings));
    run("two", 2, new Counter(Integer.MAX_VALUE), settings);
    assertThat(metrics("two")).isEqualTo(metrics("one"));

    // Without the students and the answers, some of which are of experts whose weights are gone.
    for (TrainedModel model : new RunDirectory(directory.resolve("two")).models()) {
      if (STUDENTS.contains(model.training())) {
        AtomicFiles.deleteRecursively(
            directory.resolve("two/trials").resolve(model.trials().get(0)));
      }
    }
    for (Path answers : trialsWith("two", "answers.json")) {
      AtomicFiles.deleteRecursively(answers);
    }
    Counter again = new Counter(Integer.MAX_VALUE);
    run("two", 2, again, settings);
    assertThat(metrics("two")).isEqualTo(metrics("one"));
    assertThat(again.messages)
        .containsOnlyOnce("experts whose weights were not kept are trained again")
        .noneMatch(it -> it.contains("damaged"));

    run("plain", 2, new Counter(Integer.MAX_VALUE), plain);
    assertThat(weightsOf("one", TrainingRow.TEACHER))
        .isEqualTo(weightsOf("plain", TrainingRow.TEACHER));
    for (TrainingRow student : STUDENTS) {
      assertThat(weightsOf("one", student).values())
          .doesNotContainAnyElementsOf(weightsOf("plain", student).values());
    }
  }

  private Map<String, String> weightsOf(String run, TrainingRow row) throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    TrialLedger ledger = new TrialLedger(directory.resolve(run).resolve("trials"));
    for (Map.Entry<String, TrialLedger.Entry> entry : ledger.entries().entrySet()) {
      if (entry.getValue().trial().training() == row) {
        checksums.put(entry.getKey(), entry.getValue().weightsSha256());
      }
    }
    return checksums;
  }

  private List<Path> trialsWith(String run, String file) throws IOException {
    try (Stream<Path> trials = Files.list(directory.resolve(run).resolve("trials"))) {
      return trials.filter(trial -> Files.exists(trial.resolve(file))).toList();
    }
  }

  /** Both students have the same search, but for what one of them does not read. */
  @Test
  void studentsAreChosenOnTheValidationPartAndLearnItLast() throws Exception {
    String[] settings = {
      "corpus.minLabelCount=32",
      "encoding.maxLength=40",
      "teacher.classWeights=[1]",
      "optimisation.epochs=4",
      "student.search={dropout: [0.1, 0.6], trueLabels: [0, 0.5]}",
      "student.parts=train+validation",
      "baselines=[]"
    };
    Counter one = new Counter(Integer.MAX_VALUE);
    RunResult result = run("one", 1, one, settings);
    int labels = result.evaluations().get(0).evaluation().perLabel().size();
    assertThat(one.planned).isEqualTo(labels + 2 + 1 + 4 + 1);
    assertThat(one.trained).hasValue(one.planned);

    TrialLedger ledger = result.directory().ledger();
    for (TrainedModel student : result.models().subList(1, 3)) {
      String row = student.training().key();
      TrialLedger.Entry first = ledger.find(student.first().orElseThrow()).orElseThrow();
      TrialLedger.Entry last = ledger.find(student.trials().get(0)).orElseThrow();
      assertThat(first.trial().variant()).contains(StudentSearch.variant(student.settings()));
      assertThat(first.history().best().validation().figure())
          .isEqualTo(
              ledger.entries().values().stream()
                  .filter(it -> it.trial().training() == student.training())
                  .filter(it -> !it.trial().isRefit())
                  .mapToDouble(it -> it.history().best().validation().figure())
                  .max()
                  .orElseThrow());
      assertThat(last.history().epochs()).hasSize(first.history().bestEpoch());
      assertThat(result.directory().thresholds().get(row.equals("standalone") ? 1 : 2))
          .as("thresholds of " + row + " are tuned on what it had not learnt")
          .isEqualTo(tuned(result, student, student.first().get(), settings))
          .isNotEqualTo(tuned(result, student, student.trials().get(0), settings));
      assertThat(Files.readString(result.directory().tableMarkdownFile()))
          .contains("Chosen on validation data for textcnn " + row + ": dropout=");
    }

    TrainedModel distilled = result.models().get(2);
    float[][] teachers =
        result
            .models()
            .get(0)
            .logits(ledger, result.corpus().segmented().corpus().labels().names());
    Predictions q = validation(result, teachers);
    Predictions s = validation(result, logits(result, distilled.first().orElseThrow()));
    assertThat(result.evaluations().get(2).fidelity().get("validation"))
        .as("of what it had not learnt")
        .isEqualTo(
            ProbabilityEvaluator.fidelity(
                Optional.of(q.truth()), q.probabilities(), s.probabilities(), 0.5));

    Counter stopped = new Counter(labels + 4);
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> run("two", 2, stopped, settings));
    run("two", 2, new Counter(Integer.MAX_VALUE), settings);
    for (String file : List.of("metrics.json", "models.json", "thresholds.json")) {
      assertThat(directory.resolve("two").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("one").resolve(file));
    }
    assertExports(result, result.models().subList(1, 3));
  }

  /** Small students of a teacher of the same name, and of one of another architecture. */
  @Test
  void studentsOfTheirOwnLearnFromEveryTeacher() throws Exception {
    String[] settings = {
      "architectures=[gru-att: {hidden: 4}, textcnn: {widths: [1, 2], filters: 4, chunks: 2,"
          + " bottleneck: 8}]",
      "corpus.minLabelCount=32",
      "encoding.maxLength=40",
      "teacher.classWeights=[1]",
      "baselines=[]",
      "student.architecture=[textcnn: {widths: [1], filters: 3, chunks: 1, bottleneck: 4}]",
      "student.architecture.textcnn.dropout=0.1"
    };
    Counter one = new Counter(Integer.MAX_VALUE);
    RunResult result = run("one", 1, one, settings);
    int labels = result.evaluations().get(0).evaluation().perLabel().size();
    assertThat(one.planned).isEqualTo(2 * labels + 1 + 2);
    assertThat(one.trained).hasValue(one.planned);
    assertThat(result.models())
        .extracting(it -> it.key().toString())
        .containsExactly(
            "gru-att teacher fold 1",
            "textcnn teacher fold 1",
            "textcnn standalone fold 1",
            "textcnn distilled fold 1",
            "textcnn-from-gru-att distilled fold 1");
    assertThat(result.directory().root().resolve("predictions"))
        .isDirectoryContaining("glob:**/textcnn-from-gru-att-distilled-fold1.csv");
    assertThat(result.directory().significance())
        .filteredOn(it -> it.p() != null)
        .extracting(SignificanceResult::architecture)
        .containsOnly("textcnn", "textcnn-from-gru-att");
    assertThat(Files.readString(result.directory().reportFile())).contains("textcnn-from-gru-att");
    assertExports(result, List.of(result.models().get(1), result.models().get(4)));

    settings[0] = "architectures=[gru-att: {hidden: 4}]";
    RunResult alone = run("alone", 2, new Counter(Integer.MAX_VALUE), settings);
    assertThat(alone.models())
        .as("what another teacher says changes nothing")
        .containsExactly(result.models().get(0), result.models().get(2), result.models().get(4));
    assertThat(alone.evaluations())
        .containsExactly(
            result.evaluations().get(0), result.evaluations().get(2), result.evaluations().get(4));
    assertThat(RunComparison.of(List.of(directory.resolve("one"), directory.resolve("alone"))))
        .satisfies(it -> assertThat(it.significance()).isNotEmpty());
  }

  /** What a model comes to with thresholds tuned by one trial's answers. */
  private ThresholdEvaluation tuned(
      RunResult result, TrainedModel model, String trial, String... settings) throws IOException {
    Predictions test = result.directory().predictions(model);
    Predictions validation = validation(result, logits(result, trial));
    FoldEvaluation evaluation =
        result.evaluations().stream()
            .filter(it -> it.key().equals(model.key()))
            .findFirst()
            .orElseThrow();
    return new ThresholdEvaluator(0.5, experiment(settings).evaluation().limits())
        .evaluate(evaluation, validation, test);
  }

  private static float[][] logits(RunResult result, String trial) throws IOException {
    TrialLedger ledger = result.directory().ledger();
    return ledger.logits(trial, ledger.find(trial).orElseThrow());
  }

  /** What such logits say of the validation documents of fold 1. */
  private static Predictions validation(RunResult result, float[][] logits) {
    float[][] all = Sigmoid.of(logits);
    Corpus corpus = result.corpus().segmented().corpus();
    int[] documents = result.corpus().folds().get(1).validation();
    return new Predictions(
        corpus.labels(),
        Arrays.stream(documents).mapToObj(it -> corpus.documents().get(it).id()).toList(),
        Arrays.stream(documents).mapToObj(it -> corpus.targets()[it]).toArray(boolean[][]::new),
        Arrays.stream(documents).mapToObj(it -> all[it]).toArray(float[][]::new));
  }

  /** Checksums of the weights of all finished trials by the trials' hashes. */
  private Map<String, String> weights(String name) throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    TrialLedger ledger = new TrialLedger(directory.resolve(name).resolve("trials"));
    try (Stream<Path> entries = Files.list(directory.resolve(name).resolve("trials"))) {
      for (Path entry : entries.toList()) {
        String hash = entry.getFileName().toString();
        ledger.find(hash).ifPresent(found -> checksums.put(hash, found.weightsSha256()));
      }
    }
    return checksums;
  }

  @Test
  void expertsThatDivergeAreLeftOut() throws Exception {
    String[] oneTooLarge = {"teacher.classWeights=[0.5, 1e39]"};
    Counter counter = new Counter(Integer.MAX_VALUE);
    RunResult result = run("diverged", 2, counter, oneTooLarge);
    assertThat(counter.trained).hasValue(TRIALS);
    assertThat(result.models()).hasSize(3);
    assertThat(result.models().get(0).classWeights().orElseThrow()).containsOnly(0.5);
    String leftOut = "textcnn, fold 1: 9 of 18 experts diverged and were left out.";
    assertThat(result.remarks()).contains(NO_SENIORS, leftOut);
    assertThat(result.warnings()).contains(NO_SENIORS, leftOut);
    assertThat(result.directory().warnings()).contains(NO_SENIORS, leftOut);
    assertThat(Files.readString(directory.resolve("diverged/table.md"))).contains(leftOut);
    assertThat(Files.readString(directory.resolve("diverged/report.html"))).contains(leftOut);
    try (Stream<Path> files = Files.walk(directory.resolve("diverged/trials"))) {
      List<Path> failed = files.filter(file -> file.endsWith("failed.json")).toList();
      assertThat(failed).hasSize(9);
      assertThat(Files.readString(failed.get(0)))
          .contains("learningRate", "0.01", "\"step\" : 1", "\"epoch\" : 1", "NaN");
    }
    String first = metrics("diverged");
    List<String> started = Collections.synchronizedList(new ArrayList<>());
    Counter again =
        new Counter(Integer.MAX_VALUE) {
          @Override
          public void trialStarted(TrialName trial) {
            started.add(trial.toString());
          }
        };
    run("diverged", 2, again, oneTooLarge);
    assertThat(started).isEmpty();
    assertThat(metrics("diverged")).isEqualTo(first);
  }

  @Test
  void aTeacherWithoutExpertsForALabelIsMissingAndSoIsItsStudent() throws Exception {
    Counter counter = new Counter(Integer.MAX_VALUE);
    RunResult result = run("missing", 2, counter, "teacher.classWeights=[1e39]");
    assertThat(counter.trained.get() + counter.reused.get()).isEqualTo(counter.planned);
    assertThat(result.models()).hasSize(1);
    assertThat(result.models().get(0).training()).isEqualTo(TrainingRow.STANDALONE);
    assertThat(Files.readString(directory.resolve("missing/table.md")))
        .contains("No teacher of textcnn on fold 1: all experts for")
        .contains("in step 1 of epoch 1 at learning rate 0.01")
        .contains("No distilled of textcnn on fold 1: it has no teacher.");
  }

  @Test
  void aRunThatDivergesAltogetherIsAnErrorOfItsInput() {
    Counter counter = new Counter(Integer.MAX_VALUE);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> run("all", 2, counter, "optimisation.learningRate=1e30"))
        .withMessageContaining("every training diverged")
        .withMessageContaining("learningRate")
        .withMessageNotContaining("\n");
  }

  @Test
  void thresholdsAndSignificanceStandBesideTheFigures() throws Exception {
    RunResult result =
        run("stats", 2, new Counter(Integer.MAX_VALUE), "folds.run=all", "evaluation.minLabels=1");
    RunDirectory files = result.directory();
    List<ThresholdEvaluation> thresholds =
        RecordsJson.read(files.thresholdsFile(), ThresholdEvaluation.class);
    assertThat(thresholds).hasSize(9 + 2 * 3);
    for (int i = 0; i < thresholds.size(); i++) {
      assertThat(thresholds.get(i).key()).isEqualTo(result.evaluations().get(i).key());
      assertThat(thresholds.get(i).choices())
          .allSatisfy(row -> assertThat(row.test().perLabel()).hasSize(9));
    }
    List<SignificanceResult> significance =
        RecordsJson.read(files.significanceFile(), SignificanceResult.class);
    assertThat(significance)
        .hasSize(2 * (4 * 4 + 1))
        .allMatch(it -> it.first().equals("distilled"));
    assertThat(significance.get(0).difference())
        .isCloseTo(
            meanMicroF1(result, TrainingRow.DISTILLED)
                - meanMicroF1(result, TrainingRow.STANDALONE),
            within(1e-12));
    SignificanceResult documents =
        significance.stream()
            .filter(it -> it.test() == TestMethod.RANDOMISATION)
            .findFirst()
            .orElseThrow();
    assertThat(documents.n()).isEqualTo(60);
    SignificanceResult tuned = significance.get(4 * 4 + 1);
    assertThat(tuned.thresholds()).isEqualTo(ThresholdChoice.PER_LABEL);
    assertThat(tuned.difference())
        .isCloseTo(
            meanTunedMicroF1(thresholds, TrainingRow.DISTILLED)
                - meanTunedMicroF1(thresholds, TrainingRow.STANDALONE),
            within(1e-12));
    assertThat(Files.readString(files.tableCsvFile()).lines().skip(1))
        .hasSize(3 + 2)
        .allMatch(line -> line.endsWith(",0.5"));
    assertThat(Files.readString(files.tunedTableCsvFile()).lines().skip(1))
        .hasSize(3 + 2)
        .allMatch(line -> line.endsWith(",tuned"));
    assertFidelityOfTheTestPart(result);
    assertThat(Files.readString(files.tableMarkdownFile()))
        .contains(
            "threshold 0.5",
            "thresholds tuned on",
            "## Significance",
            "## Thresholds",
            "## Probabilities",
            "## Fidelity",
            NO_SENIORS);
    assertThat(Files.readString(files.tableLatexFile())).contains("\\midrule\ntextcnn & ");
  }

  @Test
  void baselinesStandBesideTrainingsAndChangeNothingOfThem() throws Exception {
    RunResult result = run("with", 2, new Counter(Integer.MAX_VALUE), "trainings=[standalone]");
    run("one", 1, new Counter(Integer.MAX_VALUE), "trainings=[standalone]");
    RunResult without =
        run("without", 2, new Counter(Integer.MAX_VALUE), "trainings=[standalone]", "baselines=[]");

    assertThat(result.evaluations().stream().map(it -> it.key().toString()))
        .containsExactly(
            "textcnn standalone fold 1", "linear baseline fold 1", "constant baseline fold 1");
    assertThat(without.evaluations()).isEqualTo(result.evaluations().subList(0, 1));
    for (int i = 1; i < 3; i++) {
      String file =
          "predictions/" + result.evaluations().get(i).architecture() + "-baseline-fold1.csv";
      assertThat(directory.resolve("one").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("with").resolve(file));
      assertThat(directory.resolve("without").resolve(file)).doesNotExist();
    }
    String report = Files.readString(directory.resolve("with/report.html"));
    assertThat(Files.readString(directory.resolve("with/log.jsonl"))).contains("hardly vary");
    assertThat(result.directory().warnings()).noneMatch(it -> it.contains("hardly vary"));
    assertThat(report).contains("F1 of linear", "gain of standalone over linear", "hardly vary");
    assertThat(Files.readString(directory.resolve("without/report.html")))
        .doesNotContain("F1 of linear", "over linear");
    for (String run : List.of("with", "without")) {
      RunReports.of(RunDirectory.existing(directory.resolve(run))).write();
    }
    assertThat(directory.resolve("with/report.html")).content().isEqualTo(report);
    for (String architecture : List.of("linear", "constant", "textcnn")) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(
              () ->
                  ModelExporter.of(result, experiment("trainings=[standalone]"))
                      .export(
                          ExportRequest.next(
                              ModelKey.of(1, architecture, TrainingRow.BASELINE),
                              directory.resolve("to"))))
          .withMessageContaining("cannot be exported; it has textcnn standalone of fold 1");
    }
    assertThat(directory.resolve("to")).doesNotExist();
  }

  /** By the files of predictions. */
  private static void assertFidelityOfTheTestPart(RunResult result) throws IOException {
    for (TrainedModel model : result.directory().models()) {
      Map<String, Fidelity> fidelity =
          result.directory().metrics().stream()
              .filter(it -> it.key().equals(model.key()))
              .findFirst()
              .orElseThrow()
              .fidelity();
      if (model.training() != TrainingRow.DISTILLED) {
        assertThat(fidelity).isEmpty();
        continue;
      }
      assertThat(fidelity.keySet()).containsExactly("train", "validation", "test");
      TrainedModel teacher =
          new TrainedModel(
              ModelKey.of(model.fold(), "textcnn", TrainingRow.TEACHER),
              List.of(),
              Optional.empty());
      Predictions q = result.directory().predictions(teacher);
      Predictions s = result.directory().predictions(model);
      assertThat(fidelity.get("test"))
          .isEqualTo(
              ProbabilityEvaluator.fidelity(
                  Optional.of(q.truth()), q.probabilities(), s.probabilities(), 0.5));
    }
  }

  private static double meanMicroF1(RunResult result, TrainingRow row) {
    return result.evaluations().stream()
        .filter(it -> it.training() == row)
        .mapToDouble(it -> it.evaluation().microF1())
        .average()
        .orElseThrow();
  }

  private static double meanTunedMicroF1(List<ThresholdEvaluation> thresholds, TrainingRow row) {
    return thresholds.stream()
        .filter(it -> it.key().training() == row)
        .mapToDouble(it -> it.row(ThresholdChoice.PER_LABEL, Metric.MACRO_F1).test().microF1())
        .average()
        .orElseThrow();
  }

  @Test
  void unusableInputIsNamedAndLeavesNoRunDirectory() throws IOException {
    Path vectors = directory.resolve("vectors.txt");
    Files.writeString(vectors, "1 3\n\u85e5 1 2 3\n");
    assertRefused("vectors.path=" + vectors, vectors + ": has 3 dimensions, not the 8");
    Path corpus = directory.resolve("corpus.jsonl");
    Files.writeString(
        corpus,
        """
        {"id": "1", "text": "a", "labels": ["x"]}
        {"id": "2", "text": "b", "labels": ["y"]}
        {"id": "3", "text": "c", "labels": ["y"]}
        {"id": "4", "text": "d", "labels": ["y"]}
        """);
    String own = "corpus={path: '" + corpus + "'}";
    assertRefused(
        own,
        corpus
            + ": 1 of 2 labels have too few documents to train on in each of 3 folds: x (1); lower"
            + " folds.count or give more documents");
    assertRefused(own, corpus + ": cannot deal 4 documents to 9 folds", "folds.count=9");
  }

  private void assertRefused(String setting, String message, String... more) {
    String[] settings = Arrays.copyOf(more, more.length + 1);
    settings[more.length] = setting;
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> run("refused", 1, new Counter(Integer.MAX_VALUE), settings))
        .withMessageStartingWith(message);
    assertThat(directory.resolve("refused")).doesNotExist();
  }

  private static final String[] HALVING = {
    "teacher.classWeights=[0.1, 0.5, 1, 2, 5]",
    "teacher.search=halving",
    "corpus.minLabelCount=20",
    "teacher.halving.minEpochs=1",
    "optimisation.epochs=4",
    "trainings=[teacher]"
  };

  @Test
  void halvingDependsNeitherOnWorkersNorOnInterruptions() throws Exception {
    String[] settings = Arrays.copyOf(HALVING, HALVING.length + 1);
    settings[HALVING.length] = "optimisation.patience=4";
    RunResult one = run("one", 1, new Counter(Integer.MAX_VALUE), settings);
    // Per label five for one epoch, three for one more, two for the last two.
    assertThat(one.remarks())
        .contains(
            "Teacher by halving: "
                + 4 * (5 + 3 + 2 * 2)
                + " epochs of training, where the grid takes up to 80 (60 %).");
    run("four", 4, new Counter(Integer.MAX_VALUE), settings);
    Counter stopped = new Counter(17);
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> run("stopped", 2, stopped, settings));
    run("stopped", 2, new Counter(Integer.MAX_VALUE), settings);
    for (String other : List.of("four", "stopped")) {
      assertThat(metrics(other)).isEqualTo(metrics("one"));
      assertThat(directory.resolve(other).resolve("teacher-search.json"))
          .hasSameTextualContentAs(directory.resolve("one/teacher-search.json"));
      assertThat(weights(other)).isEqualTo(weights("one"));
    }
    try (Stream<Path> files = Files.walk(directory.resolve("one"))) {
      assertThat(files.filter(file -> file.endsWith("checkpoint.bin"))).isEmpty();
    }
  }

  /** Nor on shards, nor on whether the weights that a network began with are still there. */
  @Test
  void warmStartsDependNeitherOnWorkersNorOnInterruptions() throws Exception {
    String[] settings = {
      "teacher.classWeights=[0.5, 1, 2, 5]",
      "teacher.search=warm",
      "corpus.minLabelCount=32",
      "encoding.maxLength=40",
      "trainings=[teacher]",
      "baselines=[]"
    };
    Counter whole = new Counter(Integer.MAX_VALUE);
    run("one", 1, whole, settings);
    assertThat(whole.trained).hasValue(8).hasValue(whole.planned);

    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> run("two", 2, new Counter(3), settings));
    run("two", 2, new Counter(Integer.MAX_VALUE), settings);
    for (Path trial : trialsWith("two", "trial.json")) {
      String record = Files.readString(trial.resolve("trial.json"));
      if (record.contains("\"classWeight\" : 5.0")) {
        AtomicFiles.deleteRecursively(trial);
      }
    }
    Counter again = new Counter(Integer.MAX_VALUE);
    run("two", 2, again, settings);
    assertThat(again.messages)
        .containsOnlyOnce("experts whose weights were not kept are trained again")
        .noneMatch(it -> it.contains("damaged"));

    RunOptions options = new RunOptions(directory.resolve("parts"), 2, false, Optional.empty());
    ExperimentRunner parts =
        new ExperimentRunner(experiment(settings), options, whole, new CancellationToken());
    assertThat(parts.runShard(new Shard(1, 2)).trained()).isEqualTo(4);
    parts.runShard(new Shard(2, 2));
    parts.merge(List.of());
    for (String other : List.of("two", "parts")) {
      assertThat(metrics(other)).isEqualTo(metrics("one"));
      assertThat(weights(other)).isEqualTo(weights("one"));
      assertThat(trialsWith(other, "weights.bin")).hasSize(2);
    }
  }

  @Test
  void whatHalvingTrainsToTheEndIsWhatTheGridTrains() throws Exception {
    List<String> compared = new ArrayList<>(List.of(HALVING));
    compared.add("teacher.halving.compareWithGrid=true");
    Counter counter = new Counter(Integer.MAX_VALUE);
    RunResult both = run("both", 2, counter, compared.toArray(String[]::new));
    assertThat(counter.trained.get() + counter.reused.get()).isEqualTo(counter.planned);
    run("halving", 2, new Counter(Integer.MAX_VALUE), HALVING);
    compared.set(1, "teacher.search=grid");
    RunResult grid =
        run("grid", 2, new Counter(Integer.MAX_VALUE), compared.toArray(String[]::new));
    assertThat(metrics("both")).isEqualTo(metrics("halving"));
    assertThat(weights("grid")).hasSize(20).containsAllEntriesOf(weights("halving"));
    assertThat(weights("both")).isEqualTo(weights("grid"));
    List<Double> chosen = both.models().get(0).classWeights().orElseThrow();
    List<Double> best = grid.models().get(0).classWeights().orElseThrow();
    long others = IntStream.range(0, 4).filter(i -> !chosen.get(i).equals(best.get(i))).count();
    assertThat(String.join(" ", both.remarks()))
        .contains("chose another class weight than the grid for " + others + " of 4 labels");
  }

  @Test
  void halvingTurnsToThoseItDroppedWhereAllThatAreLeftDiverge() throws Exception {
    String[] settings = Arrays.copyOf(HALVING, HALVING.length + 1);
    settings[HALVING.length] = "optimisation.patience=4";
    RunResult sound = run("sound", 2, new Counter(Integer.MAX_VALUE), settings);
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> run("late", 2, new Counter(1), settings));
    TrialLedger ledger = new TrialLedger(directory.resolve("sound/trials"));
    String winner = sound.models().get(0).trials().get(0);
    Optional<String> label = ledger.find(winner).orElseThrow().trial().label();
    List<Double> diverging = new ArrayList<>();
    Map<String, String> failures = new TreeMap<>();
    for (String hash : weights("sound").keySet()) {
      TrialName trial = ledger.find(hash).orElseThrow().trial();
      if (trial.label().equals(label)) {
        diverging.add(trial.classWeight().orElseThrow());
        Path record = directory.resolve("sound/trials").resolve(hash).resolve("trial.json");
        ObjectNode failure = JsonNodeFactory.instance.objectNode();
        failure.set("trial", new ObjectMapper().readTree(record.toFile()).get("trial"));
        ObjectNode divergence = failure.putObject("divergence");
        divergence.put("reason", "the loss became NaN").put("loss", "NaN");
        divergence.put("epoch", 4).put("step", 1).put("learningRate", 0.01);
        failures.put(hash, failure.toString());
      }
    }
    assertThat(diverging).hasSize(2);
    write(failures, "late");

    Counter counter = new Counter(Integer.MAX_VALUE);
    RunResult late = run("late", 2, counter, settings);

    assertThat(counter.trained.get() + counter.reused.get()).isEqualTo(counter.planned);
    assertThat(late.remarks())
        .contains("textcnn, fold 1: 2 of 20 experts diverged and were left out.");
    List<Double> chosen = late.models().get(0).classWeights().orElseThrow();
    assertThat(chosen.get(0)).isNotIn(diverging);
    assertThat(chosen.subList(1, 4))
        .isEqualTo(sound.models().get(0).classWeights().orElseThrow().subList(1, 4));

    // The same, but interrupted before, while and after the search starts again.
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> run("cut", 2, new Counter(1), settings));
    write(failures, "cut");
    for (int trials : List.of(3, 6, 9)) {
      assertThatExceptionOfType(CancellationException.class)
          .isThrownBy(() -> run("cut", 1, new Counter(trials), settings));
    }
    RunResult cut = run("cut", 2, new Counter(Integer.MAX_VALUE), settings);
    assertThat(cut.models().get(0).classWeights()).contains(chosen);
    assertThat(directory.resolve("cut/teacher-search.json"))
        .hasSameTextualContentAs(directory.resolve("late/teacher-search.json"));
  }

  private void write(Map<String, String> failures, String run) throws IOException {
    for (Map.Entry<String, String> failure : failures.entrySet()) {
      Path trial = directory.resolve(run).resolve("trials").resolve(failure.getKey());
      Files.writeString(Files.createDirectories(trial).resolve("failed.json"), failure.getValue());
      Files.deleteIfExists(trial.resolve("SHA256SUMS"));
      ChecksumFile.write(trial);
    }
  }

  @Test
  void damagedAndLeftOverTrialsAreTrainedAgain() throws Exception {
    run("damaged", 2, new Counter(Integer.MAX_VALUE));
    String undamaged = metrics("damaged");
    Path trials = directory.resolve("damaged/trials");
    Path victim;
    try (Stream<Path> entries = Files.list(trials)) {
      victim = entries.sorted().findFirst().orElseThrow();
    }
    Files.write(victim.resolve("logits.bin"), new byte[] {1, 2, 3});
    Path leftOver = Files.createDirectory(trials.resolve(".half.tmp"));
    Counter again = new Counter(Integer.MAX_VALUE);
    run("damaged", 2, again);
    assertThat(again.trained).hasValue(1);
    assertThat(leftOver).doesNotExist();
    assertThat(metrics("damaged")).isEqualTo(undamaged);
  }

  @Test
  void exportedModelsSayWhatTheRunSaid() throws Exception {
    RunResult result = run("exported", 2, new Counter(Integer.MAX_VALUE));
    ModelExporter exporter = assertExports(result);
    assertThat(
            exporter
                .export(
                    ExportRequest.next(
                        ModelKey.of(1, "textcnn", TrainingRow.DISTILLED),
                        directory.resolve("models/textcnn-distilled")))
                .version())
        .isEqualTo(directory.resolve("models/textcnn-distilled/2"));
  }

  private ModelExporter assertExports(RunResult result) throws IOException {
    return assertExports(result, result.models());
  }

  private ModelExporter assertExports(RunResult result, List<TrainedModel> models)
      throws IOException {
    ModelExporter exporter = ModelExporter.of(result, result.directory().experiment());
    for (TrainedModel model : models) {
      String training = model.training().key();
      Path base = directory.resolve("models").resolve(model.architecture() + "-" + training);
      ModelExporter.Exported exported = exporter.export(ExportRequest.next(model.key(), base));
      assertThat(exported.version()).isEqualTo(base.resolve("1"));
      assertThat(exported.check().orElseThrow().documents())
          .isEqualTo(result.testDocuments(1).size());
      Predictions expected = PredictionsCsv.read(result.directory().predictionsFile(model));
      try (TextClassifier classifier = TextClassifier.load(base)) {
        assertSame(classifier, expected, result.testDocuments(1));
      }
    }
    return exporter;
  }

  private static void assertSame(
      TextClassifier classifier, Predictions expected, List<Document> documents) {
    List<TextAnswer> predictions =
        classifier.predict(documents.stream().map(Document::text).toList(), false);
    for (int i = 0; i < documents.size(); i++) {
      assertThat(expected.ids().get(i)).isEqualTo(documents.get(i).id());
      for (int label = 0; label < classifier.labels().size(); label++) {
        TextAnswer answer = predictions.get(i);
        assertThat(answer.names().get(label)).isEqualTo(expected.labels().name(label));
        assertThat((double) answer.prediction().probabilities()[label])
            .isCloseTo(expected.probabilities()[i][label], within(1e-6));
      }
    }
  }

  /** The texts of five test documents are those of training documents too. */
  private Path splitCorpus(Path file, int foldsOrParts) throws IOException {
    List<String> parts = List.of("train", "train", "Dev", "test", "TRAIN", "train");
    StringBuilder lines = new StringBuilder("id,text,labels,part\n");
    for (int i = 0; i < 60; i++) {
      String part = foldsOrParts > 0 ? Integer.toString(1 + i % foldsOrParts) : parts.get(i % 6);
      lines.append(
          String.format(
              Locale.ROOT,
              "d%d,%s%d,%s,%s%n",
              i,
              i % 2 == 0 ? "頭痛" : "咳嗽",
              i % 6 == 3 && i < 30 ? i + 2 : i,
              i % 2 == 0 ? "a" : i % 5 == 0 ? "b;c" : "b",
              part));
    }
    return Files.writeString(file, lines);
  }

  @Test
  void theCorpusOwnSplitIsFoldZeroAndTestedOverDocuments() throws Exception {
    Path corpus = splitCorpus(directory.resolve("split.csv"), 0);
    Path yaml = undealt();
    Experiment split =
        CorpusPreparation.requireInputs(
            ExperimentFile.read(
                yaml, List.of("corpus.path=" + corpus, "corpus.split=part", "seeds=2")));
    Path run = directory.resolve("split");
    Counter counter = new Counter(Integer.MAX_VALUE);
    RunResult result =
        new ExperimentRunner(
                split,
                new RunOptions(run, 1, false, Optional.empty()),
                counter,
                counter.cancellation)
            .run();

    List<RunFold> first = result.directory().folds(split).get(1L);
    assertThat(result.directory().folds(split))
        .containsExactly(Map.entry(1L, first), Map.entry(2L, first));
    assertThat(first).hasSize(1);
    assertThat(first.get(0).train()).hasSize(40);
    assertThat(first.get(0).validation())
        .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "d" + (6 * i + 2)).toList());
    assertThat(first.get(0).test())
        .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "d" + (6 * i + 3)).toList());
    assertThat(result.corpus().notes())
        .contains("the corpus' own split: 40 training, 10 validation and 10 test documents");
    assertThat(result.corpus().remarks())
        .containsExactly(
            "Warning: 5 of 10 test documents have the same text as a training or validation document;"
                + " figures look better for it.",
            "the validation or test part of a fold has no document of a (30), b (30), c (6)");
    assertThat(result.directory().tableMarkdownFile())
        .content()
        .contains("| seeds |", "over seeds on the test part of the corpus' own split", " ± ")
        .doesNotContain("over the test folds", "over folds.");
    assertThat(RecordsJson.read(result.directory().significanceFile(), SignificanceResult.class))
        .filteredOn(it -> it.test() == TestMethod.RANDOMISATION)
        .hasSize(2 * 4)
        .allMatch(it -> it.p() != null && it.n() == 10);
    assertThat(result.directory().reportFile()).content().contains("the corpus&#39; own split");
    RunReports.of(result.directory()).write();
  }

  @Test
  void foldsOfAFieldAndFilesOfPartsAreReadAsTheyAre() throws Exception {
    Path corpus = splitCorpus(directory.resolve("folds.csv"), 4);
    Path yaml = undealt();
    ExperimentFile file =
        ExperimentFile.read(yaml, List.of("corpus.path=" + corpus, "folds.field=part"));
    Experiment numbered = CorpusPreparation.requireInputs(file);
    assertThat(numbered.folds().run()).containsExactly(0, 1, 2, 3);
    PreparedCorpus prepared =
        CorpusPreparation.prepare(numbered, 1, Optional.empty(), (done, total) -> {});
    assertThat(prepared.folds()).hasSize(4);
    assertThat(prepared.folds().get(2).test()).startsWith(2, 6, 10);
    assertThat(prepared.notes())
        .contains("the corpus' own folds: 4, fold 0 is the one with the number 1");

    Path train =
        Files.writeString(directory.resolve("a.csv"), "id,text,labels\n1,x,a\n2,y,b\n3,z,a;b\n");
    Path test = Files.writeString(directory.resolve("b.csv"), "id,text,labels\n4,x,a\n");
    Experiment files =
        ExperimentFile.read(yaml, List.of("corpus.train=" + train, "corpus.test=" + test))
            .experiment();
    PreparedCorpus parts =
        CorpusPreparation.prepare(files, 1, Optional.empty(), (done, total) -> {});
    assertThat(parts.folds().get(0).test()).containsExactly(3);
    assertThat(CorpusPreparation.documents(files.corpus(), parts.sha256()).orElseThrow())
        .hasSize(4);
    Files.writeString(test, "id,text,labels\n4,x,b\n");
    assertThat(CorpusPreparation.documents(files.corpus(), parts.sha256())).isEmpty();
  }

  /** The same experiment for a corpus that brings its folds. */
  private Path undealt() throws IOException {
    Path yaml = TinyExperiment.write(directory);
    return Files.writeString(yaml, Files.readString(yaml).replaceFirst("folds: .*\n", ""));
  }

  @Test
  void namesTheKeyOfASplitThatTheCorpusDoesNotBring() throws Exception {
    Path corpus = splitCorpus(directory.resolve("own.csv"), 0);
    Files.writeString(corpus, Files.readString(corpus).replace("test", "train"));
    Path yaml =
        Files.writeString(
            directory.resolve("own.yaml"),
            "name: own\ncorpus:\n  path: " + corpus + "\n  split: part\n");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> CorpusPreparation.requireInputs(ExperimentFile.read(yaml, List.of())))
        .withMessage(
            yaml
                + ":4: corpus.split: "
                + corpus
                + ": no document is of the test part (50 train, 10 validation, 0 test); mark some of"
                + " them as it");
    Files.writeString(corpus, "id,text,labels,part\n1,x,a,0\n2,y,b,0\n");
    Files.writeString(yaml, Files.readString(yaml).replaceFirst(" *split: part\n", ""));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                CorpusPreparation.requireInputs(
                    ExperimentFile.read(yaml, List.of("folds.field=part"))))
        .withMessageStartingWith(
            "`override: folds.field`: " + corpus + ": all documents are of fold 0");
    Files.writeString(corpus, "id,text,labels,part\n1,x,a,0\n2,y,b,1\n");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                CorpusPreparation.requireInputs(
                    ExperimentFile.read(yaml, List.of("folds={field: part, run: 9}"))))
        .withMessage(
            "`override: folds`: folds.run: there is no fold 9; 2 folds are numbered 0 to 1");
  }
}
