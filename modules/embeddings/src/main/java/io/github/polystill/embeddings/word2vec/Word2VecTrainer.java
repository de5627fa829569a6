package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.text.TextSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** Trains word vectors on text of any size; see {@link Word2VecSettings}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class Word2VecTrainer {
  private static final String STATE_VERSION = "4";

  private final Word2VecSettings settings;
  private final Segmenter segmenter;
  private final Word2VecListener listener;
  private final Optional<CheckpointDirectory> checkpoints;

  /**
   * A trainer, used for one text at a time.
   *
   * @param checkpoints where the text and the state of a training are kept, so that it goes on
   *     there after a kill; left for the caller to delete once the vectors are safe
   */
  public Word2VecTrainer(
      Word2VecSettings settings,
      Segmenter segmenter,
      Word2VecListener listener,
      Optional<CheckpointDirectory> checkpoints) {
    this.settings = settings;
    this.segmenter = segmenter;
    this.listener = listener;
    this.checkpoints = checkpoints;
  }

  /**
   * Reads the texts and trains on them, or goes on at the checkpoint of the same training.
   *
   * @throws InvalidInputException where there is no text, fewer than two words to learn or the
   *     state of another training in the directory of checkpoints, and where training diverges
   */
  public TrainedVectors train(List<TextSource> texts) throws IOException {
    if (texts.isEmpty()) {
      throw new InvalidInputException("no text to train on: give at least one file");
    }
    if (checkpoints.isEmpty()) {
      return trainAnew(texts);
    }
    checkpoints.get().claim(identity(texts));
    return train(texts, checkpoints.get().path());
  }

  /**
   * What a directory of checkpoints belongs to: a hash of the settings, the segmenter and what
   * {@link TextSource#identify} says of the texts.
   */
  private String identity(List<TextSource> texts) throws IOException {
    ContentHash hash = new ContentHash().add(STATE_VERSION).add(settings.toString());
    hash.add(segmenter.name()).add(segmenter.version());
    for (TextSource text : texts) {
      text.identify(hash);
    }
    return hash.hex();
  }

  private TrainedVectors trainAnew(List<TextSource> texts) throws IOException {
    Path directory = Files.createTempDirectory("polystill-word2vec-");
    // For the end of the process by a signal; what is named first is deleted last.
    directory.toFile().deleteOnExit();
    Stream.of(TextIngestion.FILES, TrainingText.FILES)
        .flatMap(Set::stream)
        .forEach(file -> directory.resolve(file).toFile().deleteOnExit());
    try {
      return train(texts, directory);
    } finally {
      AtomicFiles.deleteRecursively(directory);
    }
  }

  private FloatRows vectors(TrainingRun run) throws IOException {
    try {
      return run.run();
    } catch (InvalidInputException e) {
      if (checkpoints.isPresent()) {
        checkpoints.get().deleteState();
      }
      throw e;
    }
  }

  private TrainedVectors train(List<TextSource> texts, Path directory) throws IOException {
    long start = System.nanoTime();
    Optional<TrainingText> there = TrainingText.read(directory);
    TrainingText text =
        there.isPresent()
            ? there.get()
            : new TextIngestion(settings, segmenter, listener).read(texts, directory);
    long readAt = System.nanoTime();
    try (IdSpool spool = text.openSpool()) {
      TrainingRun run = new TrainingRun(settings, text, spool, listener, checkpoints);
      listener.vocabulary(text.words().size(), text.vocabularyTokens(), run.firstWords());
      FloatRows vectors = vectors(run);
      TrainedVectors.Statistics statistics =
          new TrainedVectors.Statistics(
              text.tokens(),
              text.vocabularyTokens(),
              run.wordsDone() - run.firstWords(),
              (readAt - start) / 1e9,
              (System.nanoTime() - readAt) / 1e9);
      return new TrainedVectors(text.words(), text.counts(), vectors, statistics);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
