package io.github.polystill.cli;

import io.github.polystill.embeddings.word2vec.Word2VecListener;
import java.time.Duration;
import java.util.Locale;

/** Says how far a training of word vectors is: percent, words/s, learning rate and ETA. */
final class Word2VecProgress implements Word2VecListener {
  private final StatusLine status;

  Word2VecProgress(StatusLine status) {
    this.status = status;
  }

  @Override
  public void reading(String source, long bytesRead, long bytes) {
    double percent = bytes > 0 ? 100.0 * Math.min(bytesRead, bytes) / bytes : 100;
    status.show(false, time -> String.format(Locale.ROOT, "reading %s | %.1f %%", source, percent));
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
    status.show(
        false,
        time ->
            String.format(
                Locale.ROOT,
                "%.1f %% | %,.0f words/s | alpha %.5f | ETA %s",
                100 * progress,
                wordsPerSecond,
                alpha,
                StatusLine.duration(eta.toMillis() / 1e3)));
  }
}
