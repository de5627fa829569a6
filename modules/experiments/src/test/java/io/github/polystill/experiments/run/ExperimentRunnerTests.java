package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.Document;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.export.LabelPrediction;
import io.github.polystill.experiments.export.ModelExporter;
import io.github.polystill.experiments.export.TextClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExperimentRunnerTests {
  private static final int TRIALS = 9 * 2 + 2;

  @TempDir private Path directory;

  /** Counts trials and cancels the run after some of them. */
  private static final class Counter implements ProgressListener {
    private final CancellationToken cancellation = new CancellationToken();
    private final int cancelAfter;
    private final AtomicInteger trained = new AtomicInteger();
    private final AtomicInteger reused = new AtomicInteger();
    private volatile int planned;

    Counter(int cancelAfter) {
      this.cancelAfter = cancelAfter;
    }

    @Override
    public void planned(int total) {
      planned = total;
    }

    @Override
    public void trialStarted(TrialLabel trial) {}

    @Override
    public void epochFinished(TrialLabel trial, int epoch, int epochs, int samples) {}

    @Override
    public void trialFinished(TrialLabel trial, boolean wasThere) {
      (wasThere ? reused : trained).incrementAndGet();
      if (trained.get() >= cancelAfter) {
        cancellation.cancel();
      }
    }

    @Override
    public void message(String line) {}
  }

  private Experiment experiment(String... overrides) throws IOException {
    Path file = directory.resolve("tiny.yaml");
    Files.writeString(
        file,
        """
        name: tiny
        corpus: {generate: {documents: 60, seed: 1}}
        segmentation: {segmenter: characters}
        vectors: {dimensions: 8}
        encoding: {maxLength: 60}
        architectures:
          - textcnn: {widths: [1, 2], filters: 4, chunks: 2, bottleneck: 8}
        teacher: {classWeights: [0.5, 2]}
        optimisation: {epochs: 2, patience: 2, learningRate: 0.01}
        folds: {count: 3, run: [1]}
        """);
    return ExperimentFile.read(file, List.of(overrides)).experiment();
  }

  private RunResult run(String name, int workers, Counter counter, String... overrides)
      throws Exception {
    RunOptions options = new RunOptions(directory.resolve(name), workers, false, Optional.empty());
    return new ExperimentRunner(experiment(overrides), options, counter, counter.cancellation)
        .run();
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
  void damagedAndLeftOverTrialsAreTrainedAgain() throws Exception {
    run("damaged", 2, new Counter(Integer.MAX_VALUE));
    String undamaged = metrics("damaged");
    Path trials = directory.resolve("damaged/trials");
    Path victim;
    try (Stream<Path> entries = Files.list(trials)) {
      victim = entries.sorted().findFirst().orElseThrow();
    }
    Files.write(victim.resolve("probabilities.bin"), new byte[] {1, 2, 3});
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
            exporter.export(
                "textcnn", "distilled", 1, directory.resolve("models/textcnn-distilled")))
        .isEqualTo(directory.resolve("models/textcnn-distilled/2"));
  }

  @Test
  void everyArchitectureIsTrainedExportedAndPredictedWith() throws Exception {
    Counter counter = new Counter(Integer.MAX_VALUE);
    RunResult result =
        run(
            "all",
            2,
            counter,
            "architectures={textrnn: {hidden: 3}, textcnn: {filters: 4, bottleneck: 4},"
                + " han: {wordHidden: 3, sentenceHidden: 3}, gru-att: {hidden: 3}}",
            "encoding.sentences=4",
            "encoding.wordsPerSentence=7",
            "trainings=[standalone]");

    assertThat(counter.trained).hasValue(4);
    assertThat(result.models()).hasSize(4);
    assertExports(result);
  }

  private ModelExporter assertExports(RunResult result) throws IOException {
    ModelExporter exporter = new ModelExporter(result.directory());
    for (TrainedModel model : result.models()) {
      String training = model.training().key();
      Path base = directory.resolve("models").resolve(model.architecture() + "-" + training);
      Path version = exporter.export(model.architecture(), training, 1, base);
      assertThat(version).isEqualTo(base.resolve("1"));
      Predictions expected = PredictionsCsv.read(result.directory().predictionsFile(model));
      try (TextClassifier classifier = TextClassifier.load(base)) {
        assertSame(classifier, expected, result.testDocuments(1));
      }
    }
    return exporter;
  }

  private static void assertSame(
      TextClassifier classifier, Predictions expected, List<Document> documents) {
    List<List<LabelPrediction>> predictions =
        classifier.predict(documents.stream().map(Document::text).toList());
    for (int i = 0; i < documents.size(); i++) {
      assertThat(expected.ids().get(i)).isEqualTo(documents.get(i).id());
      for (int label = 0; label < classifier.labels().size(); label++) {
        LabelPrediction prediction = predictions.get(i).get(label);
        assertThat(prediction.label()).isEqualTo(expected.labels().name(label));
        assertThat(prediction.probability())
            .isCloseTo(expected.probabilities()[i][label], within(1e-6));
      }
    }
  }
}
