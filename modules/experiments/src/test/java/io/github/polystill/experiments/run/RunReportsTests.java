package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Document;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.data.corpus.JsonLinesWriter;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.significance.TestedFold;
import io.github.polystill.evaluation.thresholds.LabelLimits;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluator;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.report.figures.CorpusProfile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportsTests {
  private static final List<String> ARCHITECTURES = List.of("textrnn", "textcnn", "han", "gru-att");
  private static final int FOLDS = 5;
  private static final int DOCUMENTS = 3000;
  private static final int LABELS = 12;

  @TempDir private Path directory;

  /** A run as large as the paper's, of made-up numbers. */
  @Test
  void aFullRunIsReportedInTenSecondsAndFiveMegabytes() throws IOException {
    RunDirectory run = new RunDirectory(directory.resolve("run"));
    write(run);

    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime(); // not the clock: other work may run beside this
    RunReports.of(run).write();
    long nanoseconds = threads.getCurrentThreadCpuTime() - start;

    assertThat(nanoseconds).isLessThan(TimeUnit.SECONDS.toNanos(10));
    assertThat(Files.size(run.reportFile())).isLessThan(5_000_000);
    assertThat(Files.readString(run.reportFile())).contains("標籤11", "文字文字", "gru-att, distilled");
    assertThat(run.figuresDirectory().resolve("learning-curves-gru-att.svg")).exists();
  }

  private void write(RunDirectory run) throws IOException {
    Random random = new Random(3);
    LabelSet labels = LabelSet.of(IntStream.range(0, LABELS).mapToObj(i -> "標籤" + i).toList());
    boolean[][] truth = new boolean[DOCUMENTS][LABELS];
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      List<String> own = new ArrayList<>();
      for (int j = 0; j < LABELS; j++) {
        truth[i][j] = random.nextDouble() < 0.6 / (j + 1);
        if (truth[i][j]) {
          own.add(labels.name(j));
        }
      }
      documents.add(new Document("d" + i, "文字".repeat(300), own, Optional.empty()));
    }
    Path corpus = directory.resolve("corpus.jsonl");
    JsonLinesWriter.write(corpus, documents);
    Path yaml = directory.resolve("e.yaml");
    Files.writeString(
        yaml, "name: full\ncorpus: {path: " + corpus + "}\narchitectures: " + ARCHITECTURES + "\n");
    Experiment experiment = ExperimentFile.read(yaml, List.of()).experiment();
    AtomicFiles.writeString(run.experimentFile(), experiment.resolvedYaml());
    AtomicFiles.writeString(
        run.environmentFile(),
        String.format(
            Locale.ROOT,
            "{\"format\":2,\"sha256\":{\"corpus\":\"%s\",\"configuration\":\"%s\"}}",
            ContentHash.ofFile(corpus),
            experiment.checksum()));
    List<int[]> parts = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      int which = fold;
      parts.add(IntStream.range(0, DOCUMENTS).filter(i -> i % FOLDS == which).toArray());
    }
    List<RunFold> folds = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      int which = fold;
      List<String> test = IntStream.of(parts.get(fold)).mapToObj(i -> "d" + i).toList();
      List<String> train =
          IntStream.range(0, DOCUMENTS)
              .filter(i -> i % FOLDS != which)
              .mapToObj(i -> "d" + i)
              .toList();
      folds.add(new RunFold(fold, train, List.of(), test));
    }
    RecordsJson.write(run.foldsFile(), folds);
    new RunSummary(
            Optional.empty(),
            List.of(),
            List.of(),
            CorpusProfile.of(labels.names(), truth, parts),
            Optional.empty())
        .write(run.summaryFile());
    run.seal(experiment, writeResults(run, experiment, labels, truth, parts, random));
  }

  private static List<TrainedModel> writeResults(
      RunDirectory run,
      Experiment experiment,
      LabelSet labels,
      boolean[][] truth,
      List<int[]> parts,
      Random random)
      throws IOException {
    List<TrainedModel> models = new ArrayList<>();
    List<FoldEvaluation> evaluations = new ArrayList<>();
    List<ThresholdEvaluation> thresholds = new ArrayList<>();
    ThresholdEvaluator evaluator = new ThresholdEvaluator(0.5, LabelLimits.NONE);
    GainSignificance gains = new GainSignificance(experiment);
    for (String architecture : ARCHITECTURES) {
      for (TrainingRow row : TrainingRow.TRAINED) {
        for (int fold = 0; fold < FOLDS; fold++) {
          boolean teacher = row == TrainingRow.TEACHER;
          List<String> trials = new ArrayList<>();
          for (int i = 0; i < (teacher ? LABELS : 1); i++) {
            trials.add(trial(run, random));
          }
          TrainedModel model =
              new TrainedModel(
                  ModelKey.of(fold, architecture, row),
                  trials,
                  teacher ? Optional.of(Collections.nCopies(LABELS, 2.0)) : Optional.empty());
          models.add(model);
          Predictions predictions = predictions(labels, truth, parts.get(fold), random);
          PredictionsCsv.write(run.predictionsFile(model), predictions);
          Map<String, Double> weights = new HashMap<>();
          labels.names().forEach(label -> weights.put(label, 2.0));
          FoldEvaluation evaluation =
              new FoldEvaluation(
                  model.key(),
                  MultiLabelEvaluator.evaluate(predictions, 0.5),
                  teacher ? weights : Map.of());
          evaluations.add(evaluation);
          ThresholdEvaluation tuned = evaluator.evaluate(evaluation, predictions, predictions);
          thresholds.add(tuned);
          gains.add(new TestedFold(evaluation, predictions, 1.0 / (FOLDS - 1)), tuned);
        }
      }
    }
    Files.writeString(run.modelsFile(), RecordsJson.indented(models));
    MetricsJson.write(run.metricsFile(), evaluations);
    RecordsJson.write(run.thresholdsFile(), thresholds);
    RecordsJson.write(run.significanceFile(), gains.results());
    return models;
  }

  private static Predictions predictions(
      LabelSet labels, boolean[][] truth, int[] part, Random random) {
    float[][] probabilities = new float[part.length][LABELS];
    for (float[] row : probabilities) {
      for (int j = 0; j < LABELS; j++) {
        row[j] = random.nextFloat();
      }
    }
    return new Predictions(
        labels,
        Arrays.stream(part).mapToObj(i -> "d" + i).toList(),
        Arrays.stream(part).mapToObj(i -> truth[i]).toArray(boolean[][]::new),
        probabilities);
  }

  /** The record of a trial of thirty epochs. */
  private static String trial(RunDirectory run, Random random) throws IOException {
    List<String> epochs = new ArrayList<>();
    for (int epoch = 1; epoch <= 30; epoch++) {
      epochs.add(
          String.format(
              Locale.ROOT,
              "{\"number\":%d,\"trainingLoss\":%f,\"validation\":{\"figure\":%f,\"loss\":%f}}",
              epoch,
              random.nextDouble(),
              random.nextDouble(),
              random.nextDouble()));
    }
    String hash = Long.toHexString(random.nextLong());
    Path trial = run.trials().resolve(hash);
    AtomicFiles.writeString(
        trial.resolve("trial.json"),
        "{\"trial\":{\"architecture\":\"textcnn\",\"training\":\"standalone\",\"fold\":0},"
            + "\"documents\":1,\"outputs\":1,\"logitsSha256\":\"\",\"weightsSha256\":\"\","
            + "\"seconds\":1,\"history\":{\"bestEpoch\":7,\"higherIsBetter\":true,\"epochs\":["
            + String.join(",", epochs)
            + "]}}");
    ChecksumFile.write(trial);
    return hash;
  }
}
