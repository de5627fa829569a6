package io.github.polystill.experiments.preparation;

import io.github.polystill.corpora.text.TextKind;
import io.github.polystill.corpora.text.TextSources;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.segmentation.TextNormalizer;
import io.github.polystill.data.text.TextReader;
import io.github.polystill.data.text.TextSource;
import io.github.polystill.embeddings.WordVectorsReader;
import io.github.polystill.embeddings.WordVectorsWriter;
import io.github.polystill.embeddings.word2vec.CheckpointDirectory;
import io.github.polystill.embeddings.word2vec.TrainedVectors;
import io.github.polystill.embeddings.word2vec.Word2VecListener;
import io.github.polystill.embeddings.word2vec.Word2VecSettings;
import io.github.polystill.embeddings.word2vec.Word2VecTrainer;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.VectorSettings;
import io.github.polystill.experiments.lock.DirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Trains the word vectors of an experiment, once for the same texts, settings and segmenter: they
 * are kept in a file named by a hash of all of these.
 *
 * <p>A fold's vectors come from the training part of its documents, as its vocabulary does, and
 * from text beside the corpus; validation and test documents are not read. The experiment can ask
 * for one training on all documents instead, which is what the paper did.
 */
public final class VectorTraining {
  /** Raised whenever the arithmetic of training changes, so that older vectors are not reused. */
  private static final String VERSION = "2";

  private static final int KEY_LENGTH = 32;

  /** As many everywhere: with another number, vectors would differ. */
  private static final int THREADS = 2;

  /** Between two looks at vectors that another process is training. */
  private static final Duration PAUSE = Duration.ofMillis(250);

  private static final Duration CHECKPOINT_INTERVAL = Duration.ofMinutes(5);

  private final Experiment experiment;
  private final VectorSettings.Training settings;
  private final SegmentedCorpus corpus;
  private final Map<String, String> textChecksums;
  private final Path directory;
  private final Consumer<String> messages;
  private final Runnable throwIfCancelled;

  /**
   * A training to come.
   *
   * @param textChecksums SHA-256 of each of the texts beside the corpus, by path
   * @param directory where vectors are kept; also checkpoints, with which a training that was
   *     stopped goes on
   * @param messages told how far training is, in lines
   * @param throwIfCancelled called again and again; throws where training is to end
   */
  public VectorTraining(
      Experiment experiment,
      SegmentedCorpus corpus,
      Map<String, String> textChecksums,
      Path directory,
      Consumer<String> messages,
      Runnable throwIfCancelled) {
    this.experiment = experiment;
    this.settings = experiment.vectors().train().orElseThrow();
    this.corpus = corpus;
    this.textChecksums = Map.copyOf(textChecksums);
    this.directory = directory;
    this.messages = messages;
    this.throwIfCancelled = throwIfCancelled;
  }

  /**
   * Word vectors that were trained.
   *
   * @param file in word2vec's binary format
   * @param remark what they were trained on and how many words of the corpus have none
   */
  public record Trained(Path file, String remark) {}

  /**
   * The vectors of a fold, trained now unless they are there; where another process is training
   * them, it is waited for.
   *
   * @throws InvalidInputException where the texts cannot be read or have fewer than 2 words that
   *     are frequent enough
   */
  public Trained vectorsFor(Fold fold) throws IOException {
    int[] documents =
        settings.includeWholeCorpus()
            ? IntStream.range(0, corpus.corpus().size()).toArray()
            : fold.texts();
    String key = key(documents);
    Path file = directory.resolve(key + ".vectors");
    boolean said = false;
    while (!Files.exists(file)) {
      Path owned = directory.resolve(key + ".lock");
      Optional<DirectoryLock> lock = DirectoryLock.tryTake(owned);
      if (lock.isPresent()) {
        try {
          if (!Files.exists(file)) { // else another process has trained them meanwhile
            messages.accept("training word vectors");
            train(documents, key, file);
          }
          AtomicFiles.deleteRecursively(owned); // who takes it from now on finds the vectors
        } finally {
          lock.get().close();
        }
      } else {
        if (!said) {
          messages.accept("waiting for word vectors that another process is training");
          said = true;
        }
        pause();
      }
    }
    return new Trained(file, remark(fold, file));
  }

  private void pause() {
    throwIfCancelled.run();
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("waiting for word vectors was interrupted");
    }
  }

  /** Everything that decides the vectors. */
  private String key(int[] documents) {
    ContentHash hash = new ContentHash();
    hash.add(VERSION).add(TextNormalizer.VERSION);
    try (Segmenter segmenter = experiment.segmentation().open()) {
      hash.add(segmenter.name()).add(segmenter.version());
    }
    hash.add(trainerSettings().toString());
    for (String text : settings.texts()) {
      // The name decides how a file is read.
      hash.add(Path.of(text).getFileName().toString()).add(textChecksums.get(text));
      hash.add(TextSources.version(Path.of(text), TextKind.AUTO, settings.textField()));
    }
    for (int document : documents) {
      hash.add(corpus.corpus().documents().get(document).text());
    }
    return hash.hex().substring(0, KEY_LENGTH);
  }

  private Word2VecSettings trainerSettings() {
    return new Word2VecSettings(
        settings.algorithm(),
        settings.dimensions(),
        settings.window(),
        settings.negatives(),
        settings.subsample(),
        settings.minCount(),
        settings.epochs(),
        settings.learningRate().orElse(settings.algorithm().defaultLearningRate()),
        experiment.vectors().seed().orElseThrow(),
        THREADS,
        true,
        settings.maxVocabulary());
  }

  private void train(int[] documents, String key, Path file) throws IOException {
    Path checkpoints = directory.resolve(key + ".checkpoint");
    try (Segmenter segmenter = experiment.segmentation().open();
        CheckpointDirectory held =
            CheckpointDirectory.open(checkpoints, CHECKPOINT_INTERVAL, true)) {
      TrainedVectors vectors =
          new Word2VecTrainer(trainerSettings(), segmenter, new Messages(), Optional.of(held))
              .train(sources(documents));
      WordVectorsWriter.writeBinary(file, vectors);
      held.delete();
    }
  }

  private List<TextSource> sources(int[] documents) {
    List<TextSource> sources = new ArrayList<>();
    for (String text : settings.texts()) {
      sources.add(TextSources.of(Path.of(text), TextKind.AUTO, settings.textField(), false));
    }
    sources.forEach(source -> source.remark().ifPresent(messages));
    List<Document> all = corpus.corpus().documents();
    List<String> texts = IntStream.of(documents).mapToObj(i -> all.get(i).text()).toList();
    sources.add(new DocumentText("the corpus", texts));
    return sources;
  }

  /** Share of the running words of all documents that have no vector. */
  private double outOfVocabulary(Path file) throws IOException {
    Set<String> words = new HashSet<>();
    corpus.texts().forEach(text -> words.addAll(text.words()));
    Set<String> known = WordVectorsReader.wordsIn(file, words);
    long all = 0;
    long unknown = 0;
    for (SegmentedText text : corpus.texts()) {
      all += text.words().size();
      unknown += text.words().stream().filter(word -> !known.contains(word)).count();
    }
    return (double) unknown / all;
  }

  private String remark(Fold fold, Path file) throws IOException {
    String trained =
        settings.includeWholeCorpus()
            ? "Word vectors were trained on all documents, those of the test parts included"
            : "Word vectors of "
                + experiment.foldName(fold.index(), OptionalLong.empty())
                + " were trained on its training part";
    return String.format(
        Locale.ROOT,
        "%s%s; %.1f %% of all words of the corpus have none.",
        trained,
        settings.texts().isEmpty() ? "" : " and " + String.join(", ", settings.texts()),
        100 * outOfVocabulary(file));
  }

  /** A line for the vocabulary and for every tenth of a training. */
  private final class Messages implements Word2VecListener {
    private int tenths;

    @Override
    public void reading(String source, long bytesRead, long bytes) {
      throwIfCancelled.run();
    }

    @Override
    public void vocabulary(int words, long trainWords, long doneWords) {
      throwIfCancelled.run();
      messages.accept(
          String.format(
              Locale.ROOT,
              "word vectors: %,d words of a vocabulary of %,d%s",
              trainWords,
              words,
              doneWords > 0 ? String.format(Locale.ROOT, "; %,d are done", doneWords) : ""));
    }

    @Override
    public void training(double done, double wordsPerSecond, double alpha, Duration eta) {
      throwIfCancelled.run();
      int reached = (int) (10 * done);
      if (reached > tenths && reached < 10) {
        tenths = reached;
        messages.accept(
            String.format(
                Locale.ROOT,
                "word vectors: %d %% | %,.0f words/s | ETA %d s",
                10 * reached,
                wordsPerSecond,
                eta.toSeconds()));
      }
    }

    @Override
    public void checkpoint() {
      throwIfCancelled.run();
    }
  }

  /** Texts of documents in memory; their lines are the paragraphs. */
  private record DocumentText(String name, List<String> texts) implements TextSource {
    DocumentText {
      texts = List.copyOf(texts);
    }

    /** In characters; only shares of it matter. */
    @Override
    public long bytes() {
      return texts.stream().mapToLong(String::length).sum();
    }

    @Override
    public TextReader open() {
      Iterator<String> lines =
          texts.stream().flatMap(String::lines).filter(line -> !line.isBlank()).iterator();
      return new TextReader() {
        private long read;

        @Override
        public String next() {
          if (!lines.hasNext()) {
            return null;
          }
          String line = lines.next();
          read += line.length();
          return line;
        }

        @Override
        public long bytesRead() {
          return read;
        }

        @Override
        public void close() {}
      };
    }
  }
}
