package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.text.TextSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Trains word vectors on text of any size; see {@link Word2VecSettings}. */
public final class Word2VecTrainer {
  private final Word2VecSettings settings;
  private final Segmenter segmenter;
  private final Word2VecListener listener;
  private final Optional<CheckpointSettings> checkpoints;

  /** A trainer, used for one text at a time. */
  public Word2VecTrainer(
      Word2VecSettings settings,
      Segmenter segmenter,
      Word2VecListener listener,
      Optional<CheckpointSettings> checkpoints) {
    this.settings = settings;
    this.segmenter = segmenter;
    this.listener = listener;
    this.checkpoints = checkpoints;
  }

  /**
   * Reads the texts and trains on them, or goes on at the checkpoint of the same training.
   *
   * @throws InvalidInputException where there is no text, or fewer than two words to learn, or
   *     where another process trains in the same directory of checkpoints
   */
  public TrainedVectors train(List<TextSource> texts) throws IOException {
    if (texts.isEmpty()) {
      throw new InvalidInputException("no text to train on: give at least one file");
    }
    if (checkpoints.isPresent()) {
      return trainIn(checkpoints.get().directory(), texts);
    }
    Path directory = Files.createTempDirectory("polystill-word2vec-");
    try {
      return train(texts, directory);
    } finally {
      AtomicFiles.deleteRecursively(directory);
    }
  }

  /** Trains in a directory that stays, but for one in which there is nothing to go on from. */
  private TrainedVectors trainIn(Path directory, List<TextSource> texts) throws IOException {
    CheckpointLock lock = CheckpointLock.take(directory);
    try {
      boolean goesOn = TrainingIdentity.claim(directory, settings, segmenter, texts);
      try {
        return train(texts, directory);
      } catch (InvalidInputException e) {
        if (!goesOn) {
          AtomicFiles.deleteRecursively(directory);
        }
        throw e;
      }
    } finally {
      lock.close();
    }
  }

  private TrainedVectors train(List<TextSource> texts, Path directory) throws IOException {
    long start = System.nanoTime();
    TrainingText text =
        TrainingText.exists(directory)
            ? TrainingText.read(directory)
            : new TextIngestion(settings, segmenter, listener).read(texts, directory);
    long readAt = System.nanoTime();
    try (IdSpool spool = text.openSpool()) {
      TrainingRun run = new TrainingRun(settings, text, spool, directory, listener, checkpoints);
      listener.vocabulary(text.words().size(), text.vocabularyTokens(), run.firstWords());
      FloatRows vectors = run.run();
      TrainingStatistics statistics =
          new TrainingStatistics(
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
