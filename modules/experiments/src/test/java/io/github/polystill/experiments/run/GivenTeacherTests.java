package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.distillation.search.ShiftSearch;
import io.github.polystill.evaluation.Fidelity;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.export.ExportRequest;
import io.github.polystill.experiments.export.ModelExporter;
import io.github.polystill.experiments.export.RespondingTeacher;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Teachers that a run does not train: whatever gives the same answers has the same students. */
final class GivenTeacherTests {
  private static final List<String> TWO_LABELS =
      List.of("corpus.minLabelCount=32", "encoding.maxLength=40", "baselines=[]");

  @TempDir private static Path directory;

  private static RunResult taught;

  private static ExperimentRunner runner(String name, int workers, String... overrides)
      throws IOException {
    return new ExperimentRunner(
        TinyExperiment.read(directory, TWO_LABELS, overrides),
        new RunOptions(directory.resolve(name), workers, false, Optional.empty()),
        ProgressListener.NONE,
        new CancellationToken());
  }

  @BeforeAll
  static void train() throws Exception {
    taught = runner("taught", 2).run();
  }

  private static String teacherOf(String run) {
    return "teacher={from: '" + directory.resolve(run) + "'}";
  }

  private static String metrics(String run) throws IOException {
    return Files.readString(directory.resolve(run).resolve("metrics.json"));
  }

  /** What the teacher of the trained run has said of some documents, as JSON Lines. */
  private static String answers(Set<String> documents) throws IOException {
    TrainedModel teacher = taught.models().get(0);
    assertThat(teacher.training()).isEqualTo(TrainingRow.TEACHER);
    TrialLedger ledger = taught.directory().ledger();
    StringBuilder lines = new StringBuilder();
    List<Document> all = taught.corpus().segmented().corpus().documents();
    for (int i = 0; i < all.size(); i++) {
      if (documents.contains(all.get(i).id())) {
        Map<String, Float> logits = new LinkedHashMap<>();
        for (String hash : teacher.trials()) {
          TrialLedger.Entry entry = ledger.find(hash).orElseThrow();
          logits.put(entry.trial().label().orElseThrow(), ledger.logits(hash, entry)[i][0]);
        }
        lines.append(RecordsJson.line(Map.of("id", all.get(i).id(), "logits", logits)) + "\n");
      }
    }
    return lines.toString();
  }

  private static String file(String name, String content) throws IOException {
    return "teacher={responses: '" + Files.writeString(directory.resolve(name), content) + "'}";
  }

  private static RunFold fold() throws IOException {
    return taught.directory().folds(taught.directory().experiment()).get(1L).get(1);
  }

  private static Set<String> allDocuments() throws IOException {
    return Set.copyOf(
        taught.corpus().segmented().corpus().documents().stream().map(Document::id).toList());
  }

  /** All but the class weights, which only experts have. */
  private static List<FoldEvaluation> withoutWeights(List<FoldEvaluation> evaluations) {
    return evaluations.stream()
        .map(
            it ->
                new FoldEvaluation(
                    it.key(), it.evaluation(), Map.of(), it.settings(), it.fidelity()))
        .toList();
  }

  @Test
  void theTeacherOfARunAndItsAnswersInAFileAreTheSameTeacher() throws Exception {
    RunResult ofRun = runner("of-run", 1, teacherOf("taught")).run();
    assertThat(ofRun.evaluations()).isEqualTo(withoutWeights(taught.evaluations()));
    assertThat(ofRun.directory().ledger().entries()).hasSize(2);

    String answers = file("all.jsonl", answers(allDocuments()));
    RunResult ofFile = runner("of-file", 2, answers).run();
    assertThat(ofFile.evaluations()).isEqualTo(ofRun.evaluations());
    assertThat(metrics("of-file")).isEqualTo(metrics("of-run"));
    ofFile.directory().requireReadable();
    assertThat(directory.resolve("of-file/report.html")).content().contains("the answers in ");

    Experiment experiment = ofFile.directory().experiment();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                ModelExporter.of(ofFile, experiment)
                    .export(
                        ExportRequest.next(
                            ModelKey.of(1, "textcnn", TrainingRow.TEACHER),
                            directory.resolve("to"))))
        .withMessageEndingWith("and has no experts; take a student, or the run that has them");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> requireRespondsAsInTheRun(ofFile, ofFile.models().get(0)))
        .withMessageEndingWith("and has no experts; take a student, or the run that has them");
  }

  /** The texts of the test documents, read anew, have the answers that the run has written. */
  private static void requireRespondsAsInTheRun(RunResult run, TrainedModel model)
      throws IOException {
    Predictions expected = run.directory().predictions(model);
    try (RespondingTeacher teacher =
        RespondingTeacher.of(run.directory(), run.directory().experiment(), model.key())) {
      assertThat(teacher.labels()).isEqualTo(expected.labels().names());
      List<TextAnswer> answers =
          teacher.predict(
              documents(run, expected.ids()).stream().map(Document::text).toList(), false);
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).prediction().probabilities())
            .containsExactly(expected.probabilities()[i], within(1e-6f));
      }
    }
  }

  /** The exporter itself compares what it has written with the teacher's row of the run. */
  private static void requireExportsAsInTheRun(RunResult run, TrainedModel model)
      throws IOException {
    Path base = directory.resolve("exported-" + model.architecture());
    ModelExporter exporter = ModelExporter.of(run, run.directory().experiment());
    ModelExporter.Exported exported = exporter.export(ExportRequest.next(model.key(), base));
    Predictions expected = run.directory().predictions(model);
    assertThat(exported.check().orElseThrow().documents()).isEqualTo(expected.ids().size());
    assertThat(exporter.exportOnce(ExportRequest.next(model.key(), base)))
        .isEqualTo(exported.version());
    try (TextClassifier loaded = TextClassifier.load(base)) {
      assertThat(loaded.model().signatures())
          .containsExactlyInAnyOrder("serving_default", "token_ids", "characters");
      float[][] said = loaded.predictions(documents(run, expected.ids())).probabilities();
      for (int i = 0; i < said.length; i++) {
        assertThat(said[i]).containsExactly(expected.probabilities()[i], within(1e-6f));
      }
    }
    assertThat(exported.version().resolve("README.md"))
        .content()
        .contains("a teacher, the mean of " + model.trials().size() + " experts");
  }

  private static List<Document> documents(RunResult run, List<String> ids) {
    Map<String, Document> byId =
        run.corpus().segmented().corpus().documents().stream()
            .collect(Collectors.toMap(Document::id, it -> it));
    return ids.stream().map(byId::get).toList();
  }

  /** The experts of the first seed are those of a teacher that has no other. */
  @Test
  void aTeacherOfTwoSeedsIsTheMeanOfTheirLogits() throws Exception {
    RunResult one = runner("seeds", 1, "teacher.seeds=2").run();
    TrainedModel teacher = one.models().get(0);
    assertThat(teacher.trials()).hasSize(4).doesNotHaveDuplicates();
    assertThat(teacher.trials().subList(0, 2)).isEqualTo(taught.models().get(0).trials());
    TrialLedger ledger = one.directory().ledger();
    assertThat(ledger.entries()).hasSize(2 * 2 * 2 + 2);
    float[][][] logits = new float[4][][];
    for (int i = 0; i < 4; i++) {
      String hash = teacher.trials().get(i);
      TrialLedger.Entry entry = ledger.find(hash).orElseThrow();
      logits[i] = ledger.logits(hash, entry);
      assertThat(entry.trial().variant())
          .isEqualTo(i < 2 ? Optional.empty() : Optional.of("seed 2"));
    }
    Predictions predictions = one.directory().predictions(teacher);
    List<String> all =
        one.corpus().segmented().corpus().documents().stream().map(Document::id).toList();
    for (int i = 0; i < predictions.ids().size(); i++) {
      int document = all.indexOf(predictions.ids().get(i));
      for (int label = 0; label < 2; label++) {
        double mean = (logits[label][document][0] + logits[label + 2][document][0]) / 2;
        assertThat(predictions.probabilities()[i][label])
            .isCloseTo((float) (1 / (1 + Math.exp(-mean))), within(1e-6f));
      }
    }
    one.directory().requireReadable();
    requireRespondsAsInTheRun(one, teacher);

    runner("seeds-again", 2, "teacher.seeds=2").run();
    assertThat(metrics("seeds-again")).isEqualTo(metrics("seeds"));
    RunResult student = runner("of-seeds", 1, teacherOf("seeds")).run();
    assertThat(student.evaluations()).isEqualTo(one.evaluations());
    assertThat(student.evaluations().get(2)).isNotEqualTo(taught.evaluations().get(2));
  }

  /** The networks are those of a teacher without the linear models. */
  @Test
  void aLinearModelPerLabelAnswersBesideTheNetworks() throws Exception {
    String[] settings = {
      "teacher.linear=true",
      "teacher.seeds=2",
      "student.wordDropout={copies: 1}",
      "teacher.classWeights=[1, 3]"
    };
    RunResult one = runner("linear", 1, settings).run();
    TrainedModel teacher = one.models().get(0);
    List<Double> shifts = teacher.classWeights().orElseThrow();
    TrialLedger ledger = one.directory().ledger();
    Predictions predictions = one.directory().predictions(teacher);
    List<String> all =
        one.corpus().segmented().corpus().documents().stream().map(Document::id).toList();
    assertThat(teacher.trials()).hasSize(6);
    for (int label = 0; label < 2; label++) {
      for (int i = 0; i < predictions.ids().size(); i++) {
        double sum = 0;
        for (int member = 0; member < 6; member += 2) {
          String hash = teacher.trials().get(label + member);
          TrialLedger.Entry entry = ledger.find(hash).orElseThrow();
          assertThat(entry.trial().variant().orElse(""))
              .isEqualTo(List.of("", "seed 2", "linear").get(member / 2));
          sum +=
              ledger.logits(hash, entry)[all.indexOf(predictions.ids().get(i))][0]
                  + Math.log(
                      shifts.get(label + member) / entry.trial().classWeight().orElseThrow());
        }
        assertThat(predictions.probabilities()[i][label])
            .isCloseTo((float) (1 / (1 + Math.exp(-sum / 3))), within(1e-6f));
      }
    }
    requireRespondsAsInTheRun(one, teacher);
    requireExportsAsInTheRun(one, teacher);
    runner("linear-again", 2, settings).run();
    assertThat(metrics("linear-again")).isEqualTo(metrics("linear"));
  }

  /** The encoder has the part of the mean that the answers of the run and later ones have too. */
  @Test
  void anEncoderAnswersBesideTheNetworkByItsPart() throws Exception {
    String[] settings = {
      "teacher.kind=[binary-relevance, encoder]",
      "encoder={model: bge-small-zh-v1.5}",
      "teacher.search=shift",
      "student.wordDropout={copies: 1}"
    };
    RunResult one = runner("encoder", 1, settings).run();
    TrainedModel teacher = one.models().get(0);
    List<Double> parts = teacher.parts().orElseThrow();
    assertThat(parts).hasSize(4);
    assertThat(parts.get(2)).isGreaterThan(0); // of an encoder that knows more
    assertThat(parts.get(0) + parts.get(2)).isEqualTo(1);
    TrialLedger ledger = one.directory().ledger();
    Predictions predictions = one.directory().predictions(teacher);
    int document =
        one.corpus().segmented().corpus().documents().stream()
            .map(Document::id)
            .toList()
            .indexOf(predictions.ids().get(0));
    for (int label = 0; label < 2; label++) {
      double sum = Math.log(teacher.classWeights().orElseThrow().get(label));
      for (int i = label; i < 4; i += 2) {
        String hash = teacher.trials().get(i);
        TrialLedger.Entry entry = ledger.find(hash).orElseThrow();
        assertThat(entry.trial().variant())
            .isEqualTo(i < 2 ? Optional.empty() : Optional.of("encoder"));
        sum += parts.get(i) * ledger.logits(hash, entry)[document][0];
      }
      assertThat(predictions.probabilities()[0][label])
          .isCloseTo((float) (1 / (1 + Math.exp(-sum))), within(1e-6f));
    }
    one.directory().requireReadable();
    requireRespondsAsInTheRun(one, teacher);
    runner("encoder-again", 2, settings).run();
    assertThat(metrics("encoder-again")).isEqualTo(metrics("encoder"));
    RunResult student = runner("of-encoder", 1, teacherOf("encoder")).run();
    assertThat(student.evaluations().get(0).evaluation())
        .isEqualTo(one.evaluations().get(0).evaluation());
  }

  @Test
  void anEncoderTeachesAloneAndIsNotExported() throws Exception {
    String[] settings = {"teacher.kind=encoder", "encoder={path: .}"};
    RunResult run = runner("alone", 2, settings).run();
    TrainedModel teacher = run.models().get(0);
    assertThat(teacher.trials()).hasSize(2);
    assertThat(run.directory().ledger().entries()).hasSize(4);
    assertThat(runner("planned-alone", 1, settings).plan().plan().trials()).hasSize(4);
    requireRespondsAsInTheRun(run, teacher);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                ModelExporter.of(run, run.directory().experiment())
                    .export(
                        ExportRequest.next(
                            ModelKey.of(1, "textcnn", TrainingRow.TEACHER),
                            directory.resolve("to"))))
        .withMessageContaining("reads a pre-trained encoder (teacher.kind)");
  }

  @Test
  void membersWhoseLogitsAreShiftedHaveOneClassWeightPerLabel() throws Exception {
    String weights = "teacher.classWeights=[0.05, 0.2, 0.5, 1, 2, 5, 20]";
    RunResult run =
        runner("as-one", 1, "teacher.linear=true", "teacher.search=shift", weights).run();
    TrainedModel teacher = run.models().get(0);
    List<Double> shifts = teacher.classWeights().orElseThrow();
    assertThat(shifts.subList(2, 4)).isEqualTo(shifts.subList(0, 2));
    TrialLedger ledger = run.directory().ledger();
    int[] validation = run.corpus().folds().get(teacher.fold()).validation();
    boolean[][] targets = run.corpus().segmented().corpus().targets();
    for (int label = 0; label < 2; label++) {
      boolean[][] truth = new boolean[validation.length][1];
      float[][] mean = new float[validation.length][1];
      for (int i = 0; i < validation.length; i++) {
        truth[i][0] = targets[validation[i]][label];
        for (int member = 0; member < 4; member += 2) {
          String hash = teacher.trials().get(label + member);
          mean[i][0] += ledger.logits(hash, ledger.find(hash).orElseThrow())[validation[i]][0] / 2;
        }
      }
      assertThat(shifts.get(label))
          .isEqualTo(
              ShiftSearch.classWeight(
                  List.of(0.05, 0.2, 0.5, 1.0, 2.0, 5.0, 20.0),
                  truth,
                  mean,
                  ValidationFigure.F1,
                  0.5));
    }
  }

  /** Both class weights answer, the second by the operating point of the first. */
  @Test
  void severalClassWeightsAnswerByTheMeanOfTheirLogits() throws Exception {
    RunResult run = runner("best", 1, "teacher.best=2").run();
    TrainedModel teacher = run.models().get(0);
    assertThat(teacher.trials()).hasSize(4).doesNotHaveDuplicates();
    assertThat(teacher.trials().subList(0, 2)).isEqualTo(taught.models().get(0).trials());
    List<Double> chosen = taught.models().get(0).classWeights().orElseThrow();
    assertThat(teacher.classWeights().orElseThrow().subList(2, 4)).isEqualTo(chosen);
    TrialLedger ledger = run.directory().ledger();
    Predictions predictions = run.directory().predictions(teacher);
    int document =
        run.corpus().segmented().corpus().documents().stream()
            .map(Document::id)
            .toList()
            .indexOf(predictions.ids().get(0));
    for (int label = 0; label < 2; label++) {
      double sum = 0;
      for (int rank = 0; rank < 4; rank += 2) {
        String hash = teacher.trials().get(label + rank);
        TrialLedger.Entry entry = ledger.find(hash).orElseThrow();
        double trainedWith = entry.trial().classWeight().orElseThrow();
        sum += ledger.logits(hash, entry)[document][0] + Math.log(chosen.get(label) / trainedWith);
      }
      assertThat(predictions.probabilities()[0][label])
          .isCloseTo((float) (1 / (1 + Math.exp(-sum / 2))), within(1e-6f));
    }
    requireRespondsAsInTheRun(run, teacher);
    RunResult student = runner("of-best", 1, teacherOf("best")).run();
    assertThat(run.evaluations().get(0).classWeights())
        .isEqualTo(taught.evaluations().get(0).classWeights())
        .hasSize(2);
    assertThat(student.evaluations())
        .extracting(FoldEvaluation::evaluation)
        .isEqualTo(run.evaluations().stream().map(FoldEvaluation::evaluation).toList());
  }

  /** Each reads texts in its own way; students of any architecture learn from both. */
  @Test
  void architecturesAnswerTogether() throws Exception {
    String[] settings = {
      "architectures=[han: {wordHidden: 2, sentenceHidden: 2, batchSize: 16},"
          + " gru-att: {hidden: 2}, textcnn: {widths: [1, 2], filters: 4, chunks: 2, bottleneck: 8}]",
      "teacher.architectures=[textcnn, han]",
      "teacher.linear=true",
      "student.architecture=[textcnn: {widths: [1], filters: 4, chunks: 2, bottleneck: 8}]",
      "trainings=[teacher, distilled]"
    };
    RunResult run = runner("joint", 1, settings).run();
    assertThat(run.models().stream().map(it -> it.key().kind().toString()))
        .containsExactly(
            "han teacher",
            "textcnn teacher",
            "textcnn-and-han teacher",
            "textcnn-from-textcnn-and-han distilled");
    List<Predictions> each = new ArrayList<>();
    for (TrainedModel model : run.models().subList(0, 3)) {
      each.add(run.directory().predictions(model));
    }
    for (int i = 0; i < each.get(0).ids().size(); i++) {
      for (int label = 0; label < 2; label++) {
        double one = each.get(0).probabilities()[i][label];
        double other = each.get(1).probabilities()[i][label];
        double mean = (Math.log(one / (1 - one)) + Math.log(other / (1 - other))) / 2;
        assertThat(each.get(2).probabilities()[i][label])
            .isCloseTo((float) (1 / (1 + Math.exp(-mean))), within(1e-5f));
      }
    }
    run.directory().requireReadable();
    assertThat(run.directory().ledger().entries()).hasSize(2 * (2 * 2 + 2) + 1);
    requireRespondsAsInTheRun(run, run.models().get(2));
    requireExportsAsInTheRun(run, run.models().get(2));

    TrialPlan plan = runner("planned", 1, settings).plan().plan();
    assertThat(plan.trials())
        .extracting(TrialPlan.Trial::unit)
        .hasSize(13)
        .containsOnly(new TrialPlan.Unit(OptionalLong.empty(), 1, "textcnn-and-han"));
    ShardPlan shards = ShardPlan.of(plan, 2);
    assertThat(shards.wholeUnits()).isFalse();
    assertThat(shards.shardOf().keySet()).noneMatch(it -> it.training().followsOthers());

    runner("joint-again", 2, settings).run();
    assertThat(metrics("joint-again")).isEqualTo(metrics("joint"));
  }

  @Test
  void aTeacherThatAnswersNoTestDocumentHasNoRow() throws Exception {
    Set<String> training = Set.copyOf(fold().train());
    RunResult result = runner("training", 1, file("training.jsonl", answers(training))).run();
    List<FoldEvaluation> students = taught.evaluations().subList(1, 3);
    assertThat(result.evaluations())
        .isEqualTo(
            students.stream()
                .map(
                    it -> {
                      Map<String, Fidelity> seen = new HashMap<>(it.fidelity());
                      seen.keySet().retainAll(Set.of("train"));
                      return it.withFidelity(seen);
                    })
                .toList());
    assertThat(result.remarks())
        .contains(
            "No teacher of textcnn on fold 1: "
                + (60 - training.size())
                + " of "
                + (60 - training.size())
                + " validation and test documents have no answer.");
    result.directory().requireReadable();
  }

  /** Other answers are other results, even under the same path. */
  @Test
  void answersDecideWhatIsTrained() throws Exception {
    String setting = file("changing.jsonl", answers(allDocuments()));
    runner("changing", 1, setting, "trainings=[distilled]").run();
    String before = metrics("changing");
    file("changing.jsonl", answers(allDocuments()).replace(":-", ":"));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> runner("changing", 1, setting, "trainings=[distilled]").run())
        .withMessageContaining("its logits are all on one side of 0");
    file("changing.jsonl", answers(allDocuments()).replace("0.", "1."));
    runner("changing", 1, setting, "trainings=[distilled]").run();
    assertThat(metrics("changing")).isNotEqualTo(before);
  }

  @Test
  void namesWhatATeacherDoesNotFit() throws Exception {
    Set<String> others = new TreeSet<>(allDocuments());
    String first = fold().train().get(0);
    others.remove(first);
    refused(
        directory.resolve("less.jsonl")
            + ": has no answer to \""
            + first
            + "\", which students of fold 1 learn",
        file("less.jsonl", answers(others)));
    String run = "teacher.from: " + directory.resolve("taught") + " ";
    refused(run + "has other documents in fold 1", teacherOf("taught"), "seed=2");
    refused(run + "has other documents in fold 1", teacherOf("taught"), "folds.count=4");
    refused(run + "was run on another corpus", teacherOf("taught"), "corpus.generate.seed=2");
    refused(run + "has experts for ", teacherOf("taught"), "corpus.minLabelCount=28");
    refused(run + "has no teacher for textcnn on fold 0", teacherOf("taught"), "folds.run=[0]");
    Path none = Files.createDirectories(directory.resolve("none"));
    refused(none + " is no run directory", teacherOf("none"));
  }

  private static void refused(String message, String... settings) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> runner("refused", 1, settings).run())
        .withMessageStartingWith(message)
        .withMessageNotContaining("\n");
    assertThat(directory.resolve("refused")).doesNotExist();
  }

  @Test
  void aRunIsNotItsOwnTeacher() throws Exception {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> runner("taught", 1, teacherOf("taught")).run())
        .withMessageContaining("is the directory of this run itself");
    taught.directory().requireReadable();
  }
}
