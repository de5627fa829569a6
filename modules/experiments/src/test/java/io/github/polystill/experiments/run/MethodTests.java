package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.encoding.EncodedCorpus;
import io.github.polystill.distillation.trial.Sigmoid;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialId;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.UpdateRule;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.training.DistributionBalancedLoss;
import io.github.polystill.models.training.LabelWeightedCrossEntropy;
import io.github.polystill.models.training.Loss;
import io.github.polystill.models.training.Trainer;
import io.github.polystill.models.training.TrainingHistory;
import io.github.polystill.models.training.TrainingHistory.ValidationScore;
import io.github.polystill.models.training.TrainingListener;
import io.github.polystill.models.training.TrainingSession;
import io.github.polystill.models.training.TrainingTask;
import io.github.polystill.models.training.WeightedCrossEntropy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What makes a run the method of METHOD.md, seen from what it leaves: the trials are trained once
 * more by the training engine alone, with targets and class weights that are written down here.
 */
final class MethodTests {
  private static final int FOLD = 1;
  private static final double THRESHOLD = 0.5;
  private static final List<Double> CLASS_WEIGHTS = List.of(0.5, 2.0, 5.0);

  @TempDir static Path directory;

  private static Experiment experiment;
  private static TrainingData prepared;
  private static RunResult result;
  private static TrialLedger ledger;
  private static Map<String, TrialLedger.Entry> entries;

  @BeforeAll
  static void run() throws Exception {
    Path file = directory.resolve("method.yaml");
    Files.writeString(
        file,
        """
        name: method
        corpus: {generate: {documents: 120, seed: 1}, minLabelCount: 30}
        segmentation: {segmenter: characters}
        vectors: {dimensions: 16}
        encoding: {maxLength: 80}
        architectures:
          - textcnn: {widths: [1, 2], filters: 8, chunks: 2, bottleneck: 8, dropout: 0.1}
        trainings: [teacher, standalone, standalone-weighted, distilled]
        teacher: {classWeights: [0.5, 2, 5]}
        baselines: []
        optimisation: {epochs: 6, patience: 6, learningRate: 0.01}
        folds: {count: 3, run: [1]}
        """);
    experiment = ExperimentFile.read(file, List.of()).experiment();
    PreparedCorpus corpus =
        CorpusPreparation.prepare(experiment, 1, Optional.empty(), (done, total) -> {});
    prepared =
        CorpusPreparation.pipeline(experiment, Optional.empty())
            .prepare(corpus.segmented(), corpus.folds().get(FOLD), OptionalLong.empty())
            .data(experiment.layoutOf(experiment.architectures().get(0)));
    RunOptions options = new RunOptions(directory.resolve("run"), 2, false, Optional.empty());
    result =
        new ExperimentRunner(experiment, options, ProgressListener.NONE, new CancellationToken())
            .run();
    ledger = new TrialLedger(directory.resolve("run/trials"));
    entries = ledger.entries();
  }

  /** A student's only trial, or those of the experts that were chosen, in label order. */
  private static List<String> hashes(TrainingRow training) {
    return result.models().stream()
        .filter(model -> model.training() == training)
        .findFirst()
        .orElseThrow()
        .trials();
  }

  private static float[][] probabilities(String hash) throws IOException {
    return Sigmoid.of(ledger.logits(hash, entries.get(hash)));
  }

  /** The answers of the experts that were chosen, [documents][labels]. */
  private static float[][] responses() throws IOException {
    List<String> experts = hashes(TrainingRow.TEACHER);
    float[][] responses = new float[corpus().size()][experts.size()];
    for (int label = 0; label < experts.size(); label++) {
      float[][] answers = probabilities(experts.get(label));
      for (int document = 0; document < responses.length; document++) {
        responses[document][label] = answers[document][0];
      }
    }
    return responses;
  }

  private static EncodedCorpus corpus() {
    return prepared.corpus();
  }

  /** Columns of the true labels, [documents][columns]. */
  private static boolean[][] truth(int... columns) {
    boolean[][] truth = new boolean[corpus().size()][columns.length];
    for (int document = 0; document < truth.length; document++) {
      for (int i = 0; i < columns.length; i++) {
        truth[document][i] = corpus().targets()[document][columns[i]];
      }
    }
    return truth;
  }

  private static int[] allLabels() {
    return IntStream.range(0, corpus().labels().size()).toArray();
  }

  private static float[][] numbers(boolean[][] truth) {
    float[][] numbers = new float[truth.length][truth[0].length];
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < truth[i].length; j++) {
        numbers[i][j] = truth[i][j] ? 1 : 0;
      }
    }
    return numbers;
  }

  private static <T> List<T> rows(T[] all, int[] documents) {
    return IntStream.of(documents).mapToObj(document -> all[document]).toList();
  }

  /** Trains a network on given targets, judged by true labels, and answers every document. */
  private static float[][] trained(
      TrainingRow training,
      String label,
      float[][] targets,
      boolean[][] truth,
      ValidationFigure monitor,
      Loss loss) {
    ArchitectureSettings architecture = experiment.architectures().get(0);
    int[] validation = prepared.fold().validation();
    boolean[][] validationTruth = rows(truth, validation).toArray(boolean[][]::new);
    EmbeddingTableShape table =
        new EmbeddingTableShape(prepared.vectors().rows(), prepared.vectors().dimensions());
    NetworkSpec spec =
        new NetworkSpec(experiment.networkOf(architecture), table, targets[0].length);
    assertThat(experiment.optimisationOf(architecture).updateRule()).isEqualTo(UpdateRule.PLAIN);
    try (TrainingSession session =
        new TrainingSession(spec, loss, UpdateRule.PLAIN, prepared.vectors(), ComputeDevice.CPU)) {
      TrainingHistory history =
          Trainer.train(
              session,
              new TrainingTask(
                  corpus().tokens(),
                  targets,
                  prepared.fold().train(),
                  validation,
                  logits ->
                      new ValidationScore(
                          monitor.of(validationTruth, sigmoid(logits), THRESHOLD),
                          ValidationFigure.LOSS.of(validationTruth, sigmoid(logits), THRESHOLD)),
                  loss,
                  experiment.optimisationOf(architecture),
                  TrialId.seed(experiment.seed(), FOLD, architecture.name(), training, label)),
              TrainingListener.NONE);
      assertThat(history.epochs()).isNotEmpty();
      int[] every = IntStream.range(0, corpus().size()).toArray();
      return sigmoid(Trainer.predict(session, corpus().tokens(), every));
    }
  }

  private static float[][] sigmoid(float[][] logits) {
    float[][] probabilities = new float[logits.length][logits[0].length];
    for (int i = 0; i < logits.length; i++) {
      for (int j = 0; j < logits[i].length; j++) {
        probabilities[i][j] = (float) (1 / (1 + StrictMath.exp(-logits[i][j])));
      }
    }
    return probabilities;
  }

  /** METHOD.md, pipeline step 5 and eq. (2). */
  @Test
  void theDistilledStudentLearnsTheTeachersResponsesInsteadOfTheTrueLabels() throws Exception {
    boolean[][] truth = truth(allLabels());
    float[][] distilled = probabilities(hashes(TrainingRow.DISTILLED).get(0));
    assertThat(distilled)
        .isDeepEqualTo(
            trained(
                TrainingRow.DISTILLED,
                "",
                responses(),
                truth,
                ValidationFigure.MACRO_F1,
                WeightedCrossEntropy.PLAIN));
    float[][] standalone = probabilities(hashes(TrainingRow.STANDALONE).get(0));
    assertThat(standalone)
        .isDeepEqualTo(
            trained(
                TrainingRow.STANDALONE,
                "",
                numbers(truth),
                truth,
                ValidationFigure.MACRO_F1,
                WeightedCrossEntropy.PLAIN));
  }

  /** Eq. (1) is least at logit(p) + log W: that stands for a standalone student with W. */
  @Test
  void theWeightedStudentHasTheClassWeightsThatSuitTheStandaloneOne() throws Exception {
    String standalone = hashes(TrainingRow.STANDALONE).get(0);
    float[][] logits = ledger.logits(standalone, entries.get(standalone));
    List<Double> chosen = new ArrayList<>();
    for (int label : allLabels()) {
      chosen.add(
          bestWeight(
              label,
              weight -> {
                float[][] shifted = new float[logits.length][1];
                Arrays.setAll(
                    shifted, i -> new float[] {logits[i][label] + (float) StrictMath.log(weight)});
                return Sigmoid.of(shifted);
              }));
    }
    boolean[][] truth = truth(allLabels());
    assertThat(probabilities(hashes(TrainingRow.STANDALONE_WEIGHTED).get(0)))
        .isDeepEqualTo(
            trained(
                TrainingRow.STANDALONE_WEIGHTED,
                "",
                numbers(truth),
                truth,
                ValidationFigure.MACRO_F1,
                new LabelWeightedCrossEntropy(chosen)));
  }

  @Test
  void theMeanOfWeightsAndTheLossAreTheStudentsOwn() throws Exception {
    Experiment other =
        ExperimentFile.read(
                directory.resolve("method.yaml"),
                List.of(
                    "trainings=[teacher, standalone]",
                    "student.average=0.9",
                    "student.loss=distribution-balanced"))
            .experiment();
    MethodSettings method = new MethodSettings(other, "any");
    ArchitectureSettings architecture = other.architectures().get(0);
    TrialSpec student = method.anyStudent(architecture, prepared);
    List<Integer> counts = new ArrayList<>();
    for (int label : allLabels()) {
      counts.add(
          (int)
              IntStream.of(prepared.fold().train())
                  .filter(document -> corpus().targets()[document][label])
                  .count());
    }
    assertThat(student.loss())
        .isEqualTo(new DistributionBalancedLoss(prepared.fold().train().length, counts));
    assertThat(student.settings().updateRule().average()).contains(0.9);
    assertThat(method.anyTrial(architecture, prepared).settings().updateRule())
        .isEqualTo(UpdateRule.PLAIN);
  }

  /** METHOD.md, eq. (1). */
  @Test
  void everyExpertIsTrainedWithItsOwnClassWeight() throws Exception {
    int label = 0;
    String name = corpus().labels().name(label);
    boolean[][] truth = truth(label);
    List<float[][]> all = new ArrayList<>();
    for (double weight : CLASS_WEIGHTS) {
      float[][] expert =
          trained(
              TrainingRow.TEACHER,
              name,
              numbers(truth),
              truth,
              ValidationFigure.F1,
              new WeightedCrossEntropy(weight));
      assertThat(probabilities(expert(name, weight))).isDeepEqualTo(expert);
      all.add(expert);
    }
    assertThat(mean(all.get(0)))
        .as("a higher weight of the positive class gives higher probabilities")
        .isLessThan(mean(all.get(1)));
    assertThat(mean(all.get(1))).isLessThan(mean(all.get(2)));
  }

  private static double mean(float[][] column) {
    double sum = 0;
    for (float[] row : column) {
      sum += row[0];
    }
    return sum / column.length;
  }

  private static String expert(String label, double weight) {
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue().trial().label().equals(Optional.of(label)))
        .filter(entry -> entry.getValue().trial().classWeight().equals(Optional.of(weight)))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** METHOD.md, pipeline step 3: F1, ties to the lower loss, then to the weight nearest 1. */
  @Test
  void theExpertThatIsBestOnTheValidationDocumentsIsChosen() throws Exception {
    List<Double> chosen =
        result.models().stream()
            .filter(model -> model.training() == TrainingRow.TEACHER)
            .findFirst()
            .orElseThrow()
            .classWeights()
            .orElseThrow();
    for (int label = 0; label < chosen.size(); label++) {
      String name = corpus().labels().name(label);
      assertThat(chosen.get(label))
          .as(name)
          .isEqualTo(bestWeight(label, weight -> probabilities(expert(name, weight))));
    }
    assertThat(chosen.stream().distinct()).as("the labels differ in it").hasSizeGreaterThan(1);
  }

  private interface Answers {
    float[][] of(double weight) throws IOException;
  }

  private static double bestWeight(int label, Answers answersOf) throws IOException {
    double best = -1;
    double bestLoss = 0;
    double bestWeight = 0;
    for (double weight : List.of(0.5, 2.0, 5.0)) { // nearest 1 first
      float[][] answers = answersOf.of(weight);
      double f1 = f1(label, answers);
      double loss = loss(label, answers);
      if (f1 > best || (f1 == best && loss < bestLoss)) {
        best = f1;
        bestLoss = loss;
        bestWeight = weight;
      }
    }
    return bestWeight;
  }

  private static double f1(int label, float[][] answers) {
    int hits = 0;
    int predicted = 0;
    int carried = 0;
    for (int document : prepared.fold().validation()) {
      boolean isTrue = corpus().targets()[document][label];
      boolean isPredicted = answers[document][0] > THRESHOLD;
      hits += isTrue && isPredicted ? 1 : 0;
      predicted += isPredicted ? 1 : 0;
      carried += isTrue ? 1 : 0;
    }
    return predicted + carried == 0 ? 0 : 2.0 * hits / (predicted + carried);
  }

  private static double loss(int label, float[][] answers) {
    double sum = 0;
    for (int document : prepared.fold().validation()) {
      double z = answers[document][0];
      sum -= Math.log(corpus().targets()[document][label] ? z : 1 - z);
    }
    return sum / prepared.fold().validation().length;
  }

  /** Early stopping judges every network by the true labels, whatever it learns from. */
  @Test
  void validationLabelsAreTheTrueOnes() throws Exception {
    int[] validation = prepared.fold().validation();
    boolean[][] truth = rows(truth(allLabels()), validation).toArray(boolean[][]::new);
    for (TrainingRow student : List.of(TrainingRow.STANDALONE, TrainingRow.DISTILLED)) {
      String hash = hashes(student).get(0);
      float[][] answers = rows(probabilities(hash), validation).toArray(float[][]::new);
      ValidationScore kept = entries.get(hash).history().best().validation();
      assertThat(kept.figure())
          .isEqualTo(ValidationFigure.MACRO_F1.of(truth, answers, THRESHOLD))
          .isGreaterThan(0.3);
      assertThat(kept.loss()).isEqualTo(ValidationFigure.LOSS.of(truth, answers, THRESHOLD));
    }
  }

  /**
   * A trial's name decides whether a run that is started again, or another machine's shard, finds
   * it. So it changes only on purpose, with a new {@code ENGINE} and a line in CHANGELOG.md; run
   * with -Dpolystill.update=true then.
   */
  @Test
  void trialsHaveTheNamesTheyAlwaysHad() throws Exception {
    StringBuilder names = new StringBuilder();
    entries.entrySet().stream()
        .map(entry -> entry.getValue().trial() + " " + entry.getKey() + "\n")
        .sorted()
        .forEach(names::append);
    Path golden = Path.of("src/test/resources/io/github/polystill/experiments/run/trial-names.txt");
    if (Boolean.getBoolean("polystill.update")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, names);
    }
    assertThat(names.toString()).isEqualTo(Files.readString(golden, StandardCharsets.UTF_8));
  }
}
