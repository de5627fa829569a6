package io.github.polystill.labs.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.Document;
import io.github.polystill.data.corpus.JsonLinesWriter;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.run.CancellationToken;
import io.github.polystill.experiments.run.ExperimentRunner;
import io.github.polystill.experiments.run.ProgressListener;
import io.github.polystill.experiments.run.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;

/**
 * The first trials of a teacher on a synthetic corpus, by the code that {@code polystill run} runs.
 * Its TextCNN is small but for the number of its weights, so that one copy of them lost per trial
 * would show.
 */
final class SyntheticRun {
  private static final int LABELS_PER_DOCUMENT = 4;
  static final int WORDS_PER_DOCUMENT = 50;
  private static final int WORDS = 3000;

  private final int labels;
  private final int documents;
  private final int workers;

  /**
   * Describes a run.
   *
   * @param labels of the corpus, at most {@code documents} of them
   */
  SyntheticRun(int labels, int documents, int workers) {
    if (labels > documents) {
      throw new IllegalArgumentException(labels + " labels in " + documents + " documents");
    }
    this.labels = labels;
    this.documents = documents;
    this.workers = workers;
  }

  /**
   * Runs until so many trials are finished, or all.
   *
   * @param trialFinished hears the number of each, counted from 1, one call at a time
   */
  void run(int trials, IntConsumer trialFinished) throws Exception {
    Path directory = Files.createTempDirectory("polystill-bench");
    try {
      Path file = write(directory, labels, documents, WORDS_PER_DOCUMENT);
      CancellationToken cancellation = new CancellationToken();
      RunOptions options =
          new RunOptions(directory.resolve("run"), workers, false, Optional.empty());
      Counter counter = new Counter(trials, trialFinished, cancellation);
      new ExperimentRunner(
              ExperimentFile.read(file, List.of()).experiment(), options, counter, cancellation)
          .run();
    } catch (CancellationException e) {
      // That is how it ends: enough trials are finished.
    } finally {
      AtomicFiles.deleteRecursively(directory);
    }
  }

  /** Writes a corpus and an experiment on it, and gives the file of the experiment. */
  static Path write(Path directory, int labels, int documents, int words) throws IOException {
    Path corpus = directory.resolve("corpus.jsonl");
    writeCorpus(corpus, labels, documents, words);
    Path file = directory.resolve("experiment.yaml");
    AtomicFiles.writeString(file, experiment(corpus, words));
    return file;
  }

  /** Every label on as many documents as any other, within one; words at random. */
  static void writeCorpus(Path file, int labels, int documents, int length) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<Document> corpus = new ArrayList<>();
    for (int i = 0; i < documents; i++) {
      List<String> own = new ArrayList<>();
      for (int j = 0; j < Math.min(labels, LABELS_PER_DOCUMENT); j++) {
        own.add("label-" + (i * LABELS_PER_DOCUMENT + j) % labels);
      }
      List<String> words = new ArrayList<>();
      for (int j = 0; j < length; j++) {
        words.add("w" + random.nextInt(WORDS));
      }
      corpus.add(new Document("document-" + i, String.join(" ", words), own, Optional.empty()));
    }
    JsonLinesWriter.write(file, corpus);
  }

  private static String experiment(Path corpus, int length) {
    return String.format(
        Locale.ROOT,
        """
        name: bench
        corpus: {path: "%s"}
        segmentation: {segmenter: whitespace}
        vectors: {dimensions: 100}
        encoding: {maxLength: %d}
        architectures:
          - textcnn: {widths: [2, 4], filters: 64, chunks: 4, bottleneck: 512}
        trainings: [teacher]
        optimisation: {epochs: 1, patience: 1}
        folds: {count: 2, run: [0], validation: 0.15}
        seed: 1
        """,
        corpus.toString().replace("\\", "\\\\").replace("\"", "\\\""),
        length);
  }

  /** Counts finished trials and ends the run after enough of them. */
  private static final class Counter implements ProgressListener {
    private final int trials;
    private final IntConsumer trialFinished;
    private final CancellationToken cancellation;
    private int finished;

    Counter(int trials, IntConsumer trialFinished, CancellationToken cancellation) {
      this.trials = trials;
      this.trialFinished = trialFinished;
      this.cancellation = cancellation;
    }

    @Override
    public synchronized void trialFinished(TrialName trial, boolean reused) {
      finished++;
      if (finished <= trials) {
        trialFinished.accept(finished);
      }
      if (finished == trials) {
        cancellation.cancel();
      }
    }
  }
}
