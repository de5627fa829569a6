package io.github.polystill.embeddings.word2vec;

import java.time.Duration;
import org.apiguardian.api.API;

/**
 * Told how far a training is, one call at a time, but for {@link #checkpoint}, which comes from a
 * training thread beside the others. What a call throws ends the training.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface Word2VecListener {
  /** Hears nothing. */
  Word2VecListener NONE = new Word2VecListener() {};

  /** The text is being read, segmented and counted. */
  default void reading(String source, long bytesRead, long bytes) {}

  /** The vocabulary is known; a resumed training goes on at {@code doneWords}. */
  default void vocabulary(int words, long trainWords, long doneWords) {}

  /**
   * Training has got further.
   *
   * @param progress part that is done, 0 to 1
   * @param wordsPerSecond words of the text per second, those left out by subsampling included
   */
  default void training(double progress, double wordsPerSecond, double alpha, Duration eta) {}

  /** A checkpoint was written. */
  default void checkpoint() {}
}
