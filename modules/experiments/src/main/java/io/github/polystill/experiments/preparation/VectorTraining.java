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
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.data.segmentation.TextNormalizer;
import io.github.polystill.data.text.TextSource;
import io.github.polystill.embeddings.WordVectorsReader;
import io.github.polystill.embeddings.WordVectorsWriter;
import io.github.polystill.embeddings.word2vec.CheckpointDirectory;
import io.github.polystill.embeddings.word2vec.CheckpointSettings;
import io.github.polystill.embeddings.word2vec.TrainedVectors;
import io.github.polystill.embeddings.word2vec.Word2VecSettings;
import io.github.polystill.embeddings.word2vec.Word2VecTrainer;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.VectorTrainingSettings;
import io.github.polystill.experiments.lock.DirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
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
  private final VectorTrainingSettings settings;
  private final SegmentedCorpus corpus;
  private final Map<String, String> textChecksums;
  private final Path directory;
  private final VectorTrainingProgress progress;
  private final Segmenter segmenter;

  /**
   * A training to come.
   *
   * @param textChecksums SHA-256 of each of the texts beside the corpus, by path
   * @param directory where vectors are kept; also checkpoints, with which a training that was
   *     stopped goes on
   * @param progress told how far training is
   */
  public VectorTraining(
      Experiment experiment,
      SegmentedCorpus corpus,
      Map<String, String> textChecksums,
      Path directory,
      VectorTrainingProgress progress) {
    this.experiment = experiment;
    this.settings = experiment.vectors().train().orElseThrow();
    this.corpus = corpus;
    this.textChecksums = Map.copyOf(textChecksums);
    this.directory = directory;
    this.progress = progress;
    this.segmenter = Segmenters.byName(experiment.segmentation().segmenter());
  }

  /**
   * The vectors of a fold, trained now unless they are there; where another process is training
   * them, it is waited for.
   *
   * @throws InvalidInputException where the texts cannot be read or have fewer than 2 words that
   *     are frequent enough
   */
  public TrainedVectorFile vectorsFor(Fold fold) throws IOException {
    int[] documents =
        settings.includeWholeCorpus()
            ? IntStream.range(0, corpus.corpus().size()).toArray()
            : fold.train();
    String key = key(documents);
    Path file = directory.resolve(key + ".vectors");
    boolean said = false;
    while (!Files.exists(file)) {
      Path owned = directory.resolve(key + ".lock");
      Optional<DirectoryLock> lock = DirectoryLock.tryTake(owned);
      if (lock.isPresent()) {
        try {
          if (!Files.exists(file)) { // else another process has trained them meanwhile
            progress.message("training word vectors");
            train(documents, key, file);
          }
          AtomicFiles.deleteRecursively(owned); // who takes it from now on finds the vectors
        } finally {
          lock.get().close();
        }
      } else {
        if (!said) {
          progress.message("waiting for word vectors that another process is training");
          said = true;
        }
        pause();
      }
    }
    return new TrainedVectorFile(file, remark(fold, file));
  }

  private void pause() {
    progress.throwIfCancelled();
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
    hash.add(VERSION).add(TextNormalizer.VERSION).add(segmenter.name()).add(segmenter.version());
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
    try (CheckpointDirectory held = CheckpointDirectory.open(checkpoints)) {
      TrainedVectors vectors =
          new Word2VecTrainer(
                  trainerSettings(),
                  segmenter,
                  new VectorTrainingMessages(progress),
                  Optional.of(new CheckpointSettings(held, CHECKPOINT_INTERVAL, true)))
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
    sources.forEach(source -> source.remark().ifPresent(progress::message));
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
}
