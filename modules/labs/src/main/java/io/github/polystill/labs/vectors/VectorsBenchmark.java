package io.github.polystill.labs.vectors;

import io.github.polystill.corpora.text.TextKind;
import io.github.polystill.corpora.text.TextSources;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.data.segmentation.TextNormalizer;
import io.github.polystill.data.text.TextReader;
import io.github.polystill.embeddings.word2vec.TrainedVectors;
import io.github.polystill.embeddings.word2vec.Word2VecListener;
import io.github.polystill.embeddings.word2vec.Word2VecSettings;
import io.github.polystill.embeddings.word2vec.Word2VecTrainer;
import io.github.polystill.labs.Median;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains on the same segmented text with ours, the original program and HanLP's trainer in turn.
 * Ours is compared with two runs of the original as with different seeds, and these with each
 * other.
 */
public final class VectorsBenchmark {
  private static final String VOCABULARY = "vocabulary.txt";
  private static final int SYNTHETIC_WORDS = 2_000_000;

  private final Optional<Path> binary;
  private final Optional<Path> otherSeed;
  private final boolean withHanLp;
  private final int repeats;
  private final Word2VecSettings settings;
  private final Consumer<String> log;

  /**
   * A benchmark with those settings on all sides.
   *
   * @param binary the original program
   * @param otherSeed the same with another seed compiled in, where there is one
   */
  public VectorsBenchmark(
      Optional<Path> binary,
      Optional<Path> otherSeed,
      boolean withHanLp,
      int repeats,
      Word2VecSettings settings,
      Consumer<String> log) {
    this.binary = binary;
    this.otherSeed = otherSeed;
    this.withHanLp = withHanLp;
    this.repeats = repeats;
    this.settings = settings;
    this.log = log;
  }

  /** Measures on the texts, or on synthetic text where there is none. */
  public List<VectorsRow> run(List<Path> texts, Segmenter segmenter)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("polystill-bench-vectors-");
    try {
      Path text = directory.resolve("text.txt");
      if (texts.isEmpty()) {
        SyntheticWords.write(text, SYNTHETIC_WORDS, settings.seed());
      } else {
        segment(texts, segmenter, text);
      }
      return measure(directory, text);
    } finally {
      AtomicFiles.deleteRecursively(directory);
    }
  }

  private static void segment(List<Path> texts, Segmenter segmenter, Path file) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (Path text : texts) {
        try (TextReader reader = TextSources.of(text, TextKind.AUTO).open()) {
          for (String line = reader.next(); line != null; line = reader.next()) {
            writer.write(String.join(" ", segmenter.segment(TextNormalizer.normalize(line))));
            writer.write('\n');
          }
        }
      }
    }
  }

  private List<VectorsRow> measure(Path directory, Path text)
      throws IOException, InterruptedException {
    List<Double> ours = new ArrayList<>();
    List<Double> single = new ArrayList<>();
    List<Double> deterministic = new ArrayList<>();
    List<Double> original = new ArrayList<>();
    List<Double> hanLp = new ArrayList<>();
    TrainedVectors vectors = null;
    Path originalVectors = directory.resolve("original.txt");
    for (int repeat = 1; repeat <= repeats; repeat++) {
      vectors = train(text, settings);
      ours.add(vectors.statistics().wordsPerSecond());
      if (binary.isPresent()) {
        original.add(
            new OriginalProgram(binary.get())
                .train(
                    text,
                    originalVectors,
                    settings,
                    SecondRun.savingVocabulary(directory.resolve(VOCABULARY))));
      }
      if (withHanLp) {
        hanLp.add(HanLpTrainer.train(text, directory.resolve("hanlp.txt"), settings));
      }
      if (settings.threads() > 1) {
        single.add(train(text, with(1, false)).statistics().wordsPerSecond());
        deterministic.add(
            train(text, with(settings.threads(), true)).statistics().wordsPerSecond());
      }
      log.accept(String.format(Locale.ROOT, "repeat %d of %d is done", repeat, repeats));
    }
    List<VectorsRow> rows = new ArrayList<>();
    if (binary.isPresent()) {
      rows.add(withAgreement(row("word2vec", ours, original), directory, text, vectors));
    }
    if (withHanLp) {
      rows.add(row("hanlp", ours, hanLp));
    }
    if (settings.threads() > 1) {
      rows.add(row("ours, 1 thread", ours, single));
      rows.add(row("ours, deterministic", ours, deterministic));
    }
    return rows;
  }

  private VectorsRow withAgreement(
      VectorsRow row, Path directory, Path text, TrainedVectors trained)
      throws IOException, InterruptedException {
    Path again = directory.resolve("again.txt");
    if (otherSeed.isPresent()) {
      new OriginalProgram(otherSeed.get()).train(text, again, settings);
    } else {
      new SecondRun(new OriginalProgram(binary.orElseThrow()), settings)
          .train(text, directory.resolve(VOCABULARY), again);
    }
    Vectors first = Vectors.read(directory.resolve("original.txt"));
    Vectors second = Vectors.read(again);
    Agreement self = Agreement.of(trained.words(), first, second);
    Agreement ours =
        Agreement.of(trained.words(), Vectors.of(trained), first)
            .averagedWith(Agreement.of(trained.words(), Vectors.of(trained), second));
    return new VectorsRow(
        row.peer(),
        row.threads(),
        row.wordsPerSecond(),
        row.peerWordsPerSecond(),
        row.ratio(),
        Optional.of(ours.neighbourOverlap()),
        Optional.of(self.neighbourOverlap()),
        Optional.of(ours.similarityCorrelation()),
        Optional.of(self.similarityCorrelation()));
  }

  private VectorsRow row(String peer, List<Double> ours, List<Double> theirs) {
    double speed = Median.of(ours);
    double peerSpeed = Median.of(theirs);
    return new VectorsRow(
        peer,
        settings.threads(),
        speed,
        peerSpeed,
        speed / peerSpeed,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static TrainedVectors train(Path text, Word2VecSettings settings) throws IOException {
    return new Word2VecTrainer(
            settings, Segmenters.byName("whitespace"), Word2VecListener.NONE, Optional.empty())
        .train(List.of(TextSources.of(text, TextKind.TEXT)));
  }

  private Word2VecSettings with(int threads, boolean deterministic) {
    return new Word2VecSettings(
        settings.algorithm(),
        settings.dimensions(),
        settings.window(),
        settings.negatives(),
        settings.subsample(),
        settings.minCount(),
        settings.epochs(),
        settings.learningRate(),
        settings.seed(),
        threads,
        deterministic,
        settings.maxVocabulary());
  }
}
