package io.github.polystill.cli.vectors;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.Interruption;
import io.github.polystill.cli.command.KeyConverter;
import io.github.polystill.cli.command.OutputFileOptions;
import io.github.polystill.cli.command.SegmenterOptions;
import io.github.polystill.cli.command.StatusLine;
import io.github.polystill.corpora.text.TextKind;
import io.github.polystill.corpora.text.TextSources;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.text.TextSource;
import io.github.polystill.embeddings.WordVectorsWriter;
import io.github.polystill.embeddings.word2vec.Algorithm;
import io.github.polystill.embeddings.word2vec.CheckpointDirectory;
import io.github.polystill.embeddings.word2vec.TrainedVectors;
import io.github.polystill.embeddings.word2vec.Word2VecListener;
import io.github.polystill.embeddings.word2vec.Word2VecSettings;
import io.github.polystill.embeddings.word2vec.Word2VecTrainer;
import io.github.polystill.report.table.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill vectors train}. */
@Command(
    name = "train",
    description = {
      "Train word vectors on text: skip-gram or CBOW with negative sampling (Mikolov et al. 2013).",
      "Checkpoints lie beside the output; after a kill the same command goes on at the last one."
    },
    footer = {
      "",
      "Examples:",
      "  polystill vectors train zhwiki-latest-pages-articles.xml.bz2 my-corpus.jsonl --traditional"
          + " --out vectors.bin",
      "  polystill vectors train segmented.txt --out vectors.txt --format text --segmenter"
          + " whitespace --algorithm cbow",
      "  polystill vectors train text.xz --out vectors.bin --threads 2 --deterministic --seed 7"
    })
public final class VectorsTrainCommand extends AbstractCommand {
  /** The algorithms by the names that experiment files use, such as {@code skip-gram}. */
  public static final class Algorithms extends KeyConverter<Algorithm> {
    Algorithms() {
      super(
          Algorithm.values(),
          algorithm -> algorithm.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }

  /** How the vectors are written. */
  enum Format {
    TEXT,
    BINARY
  }

  private record Result(
      String file,
      int vocabulary,
      int dimensions,
      long words,
      long vocabularyWords,
      double wordsPerSecond,
      double readingSeconds,
      double trainingSeconds) {}

  /** How far a training is: percent, words/s, learning rate and ETA. */
  private record Progress(StatusLine status) implements Word2VecListener {
    @Override
    public void reading(String source, long bytesRead, long bytes) {
      double percent = bytes > 0 ? 100.0 * Math.min(bytesRead, bytes) / bytes : 100;
      status.show(
          false, time -> String.format(Locale.ROOT, "reading %s | %.1f %%", source, percent));
    }

    @Override
    public void vocabulary(int words, long trainWords, long doneWords) {
      status.message(
          String.format(Locale.ROOT, "%,d words of a vocabulary of %,d", trainWords, words));
      if (doneWords > 0) {
        status.message(
            String.format(Locale.ROOT, "going on after %,d words of an earlier start", doneWords));
      }
    }

    @Override
    public void training(double progress, double wordsPerSecond, double alpha, Duration eta) {
      String left = StatusLine.duration(eta.toMillis() / 1e3);
      status.show(
          false,
          time ->
              String.format(
                  Locale.ROOT,
                  "%.1f %% | %,.0f words/s | alpha %.5f | ETA %s",
                  100 * progress,
                  wordsPerSecond,
                  alpha,
                  left));
    }
  }

  private static final int MOST_MINUTES = 100_000;

  private static final Word2VecSettings DEFAULTS = Word2VecSettings.defaults();

  @Parameters(
      arity = "1..*",
      paramLabel = "TEXT",
      description = {
        "Text, corpus and MediaWiki files, compressed (.gz, .bz2, .xz) or not.",
        "Of corpora (such as .jsonl, .json, .csv, .tsv) the texts alone are read."
      })
  List<Path> texts;

  @Mixin OutputFileOptions output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "How to write them: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  Format format = Format.BINARY;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      converter = Algorithms.class,
      completionCandidates = Algorithms.class,
      description = "skip-gram or cbow (default: skip-gram).")
  Algorithm algorithm = DEFAULTS.algorithm();

  @Option(
      names = "--dimensions",
      paramLabel = "N",
      description = "Numbers per vector (default: ${DEFAULT-VALUE}).")
  int dimensions = DEFAULTS.dimensions();

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "Words on either side at most (default: ${DEFAULT-VALUE}).")
  int window = DEFAULTS.window();

  @Option(
      names = "--negatives",
      paramLabel = "N",
      description = "Negative samples per word (default: ${DEFAULT-VALUE}).")
  int negatives = DEFAULTS.negatives();

  @Option(
      names = "--subsample",
      paramLabel = "T",
      description =
          "Leave out words of a greater share of the text at random; 0 for none (default:"
              + " ${DEFAULT-VALUE}).")
  double subsample = DEFAULTS.subsample();

  @Option(
      names = "--min-count",
      paramLabel = "N",
      description = "Words that occur less often have no vector (default: ${DEFAULT-VALUE}).")
  int minCount = DEFAULTS.minCount();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the text (default: ${DEFAULT-VALUE}).")
  int epochs = DEFAULTS.epochs();

  @Option(
      names = "--learning-rate",
      paramLabel = "A",
      description = "First learning rate (default: 0.025 for skip-gram, 0.05 for cbow).")
  Double learningRate;

  @Option(
      names = "--max-vocabulary",
      paramLabel = "N",
      description = "Words at most, most frequent first (default: ${DEFAULT-VALUE}).")
  int maxVocabulary = DEFAULTS.maxVocabulary();

  @Option(names = "--seed", paramLabel = "N", description = "Seed (default: ${DEFAULT-VALUE}).")
  long seed = DEFAULTS.seed();

  @Option(
      names = "--deterministic",
      description = "The same vectors every time with several threads too; slower.")
  boolean deterministic;

  @Mixin SegmenterOptions segmentation;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "What the files are: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, by their"
              + " names).")
  TextKind kind = TextKind.AUTO;

  @Option(
      names = "--text",
      paramLabel = "FIELD",
      description = "Field of the text in corpora (default: ${DEFAULT-VALUE}).")
  String textField = TextSources.DEFAULT_FIELD;

  @Option(
      names = "--traditional",
      description = "Convert MediaWiki dumps to the Traditional characters of Taiwan.")
  boolean traditional;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "N",
      description = "Minutes between checkpoints, 0 for none (default: ${DEFAULT-VALUE}).")
  double checkpointMinutes = 10;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    if (!(checkpointMinutes >= 0 && checkpointMinutes <= MOST_MINUTES)) {
      throw wrongUse(
          "--checkpoint-minutes must be 0 to " + MOST_MINUTES + ", not " + checkpointMinutes);
    }
    Word2VecSettings settings = settings();
    output.requireFree(texts);
    List<TextSource> sources = new ArrayList<>();
    for (Path text : texts) {
      InputFile.requireReadable(text, "file of text");
      sources.add(TextSources.of(text, kind, textField, traditional));
    }
    sources.forEach(source -> source.remark().ifPresent(err()::println));
    TrainedVectors vectors;
    StatusLine status = StatusLine.of(err());
    Interruption interruption = new Interruption(it -> interrupted(status));
    try {
      vectors =
          checkpointMinutes > 0
              ? resumable(settings, sources, status)
              : trainAndWrite(settings, sources, status, Optional.empty());
    } finally {
      interruption.close();
      status.close();
    }
    print(vectors);
    return 0;
  }

  private void interrupted(StatusLine status) {
    status.close();
    log(
        checkpointMinutes > 0
            ? "Interrupted: start the same command again to resume at the last checkpoint."
            : "Interrupted: without checkpoints the same command begins anew.");
  }

  private TrainedVectors resumable(
      Word2VecSettings settings, List<TextSource> sources, StatusLine status) throws IOException {
    Path path = output.file.resolveSibling(output.file.getFileName() + ".checkpoint");
    Duration interval = Duration.ofMillis(Math.round(checkpointMinutes * 60_000));
    try (CheckpointDirectory directory = CheckpointDirectory.open(path, interval, output.force)) {
      TrainedVectors vectors = trainAndWrite(settings, sources, status, Optional.of(directory));
      // Only now: until the file is there, the checkpoint is all that is left of the training.
      directory.delete();
      return vectors;
    }
  }

  private Word2VecSettings settings() {
    return new Word2VecSettings(
        algorithm,
        dimensions,
        window,
        negatives,
        subsample,
        minCount,
        epochs,
        learningRate == null ? algorithm.defaultLearningRate() : learningRate,
        seed,
        segmentation.threads,
        deterministic,
        maxVocabulary);
  }

  private TrainedVectors trainAndWrite(
      Word2VecSettings settings,
      List<TextSource> sources,
      StatusLine status,
      Optional<CheckpointDirectory> checkpoints)
      throws IOException {
    TrainedVectors vectors;
    try (Segmenter segmenter = segmentation.segmenter()) {
      vectors =
          new Word2VecTrainer(settings, segmenter, new Progress(status), checkpoints)
              .train(sources);
    }
    if (format == Format.TEXT) {
      WordVectorsWriter.writeText(output.file, vectors);
    } else {
      WordVectorsWriter.writeBinary(output.file, vectors);
    }
    return vectors;
  }

  private void print(TrainedVectors vectors) {
    TrainedVectors.Statistics statistics = vectors.statistics();
    if (json) {
      printJson(
          new Result(
              output.file.toString(),
              vectors.size(),
              vectors.dimensions(),
              statistics.tokens(),
              statistics.vocabularyTokens(),
              statistics.wordsPerSecond(),
              statistics.readingSeconds(),
              statistics.trainingSeconds()));
      return;
    }
    TextTable table =
        new TextTable(
            TextTable.right("words of the text"),
            TextTable.right("in the vocabulary"),
            TextTable.right("vectors"),
            TextTable.right("dimensions"),
            TextTable.right("words/s"),
            TextTable.left("file"));
    table.row(
        String.format(Locale.ROOT, "%,d", statistics.tokens()),
        String.format(Locale.ROOT, "%,d", statistics.vocabularyTokens()),
        String.format(Locale.ROOT, "%,d", vectors.size()),
        vectors.dimensions(),
        String.format(Locale.ROOT, "%,.0f", statistics.wordsPerSecond()),
        output.file);
    out().print(table);
  }
}
