package io.github.polystill.experiments.preparation;

import io.github.polystill.embeddings.word2vec.Word2VecListener;
import java.time.Duration;
import java.util.Locale;

/** A line for the vocabulary and for every tenth of a training. */
final class VectorTrainingMessages implements Word2VecListener {
  private final VectorTrainingProgress progress;
  private int tenths;

  VectorTrainingMessages(VectorTrainingProgress progress) {
    this.progress = progress;
  }

  @Override
  public void reading(String source, long bytesRead, long bytes) {
    progress.throwIfCancelled();
  }

  @Override
  public void vocabulary(int words, long trainWords, long doneWords) {
    progress.throwIfCancelled();
    progress.message(
        String.format(
            Locale.ROOT,
            "word vectors: %,d words of a vocabulary of %,d%s",
            trainWords,
            words,
            doneWords > 0 ? String.format(Locale.ROOT, "; %,d are done", doneWords) : ""));
  }

  @Override
  public void training(double done, double wordsPerSecond, double alpha, Duration eta) {
    progress.throwIfCancelled();
    int reached = (int) (10 * done);
    if (reached > tenths && reached < 10) {
      tenths = reached;
      progress.message(
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
    progress.throwIfCancelled();
  }
}
