package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.InvalidInputException;
import org.apiguardian.api.API;

/**
 * Settings of a training.
 *
 * @param dimensions numbers per vector
 * @param window most words to either side that count as context
 * @param negatives words drawn at random against each word
 * @param subsample frequency above which a word's occurrences are thinned out; 0 keeps all
 * @param minCount occurrences below which a word is left out
 * @param epochs passes over the text
 * @param learningRate the first learning rate, which falls linearly
 * @param seed decides the first vectors and all that is drawn
 * @param threads number of threads
 * @param deterministic whether several threads give the same vectors every time; one thread always
 *     does
 * @param maxVocabulary most words that are kept, the most frequent ones; while counting, rare words
 *     are dropped when there are many more
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record Word2VecSettings(
    Algorithm algorithm,
    int dimensions,
    int window,
    int negatives,
    double subsample,
    int minCount,
    int epochs,
    double learningRate,
    long seed,
    int threads,
    boolean deterministic,
    int maxVocabulary) {
  private static final int MOST_DIMENSIONS = 4096;
  private static final int MOST_CONTEXT = 1000;

  /** Checks the values. */
  public Word2VecSettings {
    requireBetween("dimensions", dimensions, 1, MOST_DIMENSIONS);
    requireBetween("window", window, 1, MOST_CONTEXT);
    requireBetween("negatives", negatives, 1, MOST_CONTEXT);
    requireBetween("minCount", minCount, 1, Integer.MAX_VALUE);
    requireBetween("epochs", epochs, 1, MOST_CONTEXT);
    requireBetween("threads", threads, 1, MOST_CONTEXT);
    requireBetween("maxVocabulary", maxVocabulary, 2, 1 << 27);
    if (!(subsample >= 0 && subsample <= 1)) {
      throw InvalidInputException.of("`subsample` must be 0 to 1, not %s", subsample);
    }
    if (!(learningRate > 0 && learningRate <= 1)) {
      throw InvalidInputException.of(
          "`learningRate` must be above 0 and at most 1, not %s", learningRate);
    }
  }

  /** The original program's usual settings: skip-gram, 300 dimensions, window 5, 5 negatives. */
  public static Word2VecSettings defaults() {
    return new Word2VecSettings(
        Algorithm.SKIP_GRAM,
        300,
        5,
        5,
        1e-3,
        5,
        5,
        Algorithm.SKIP_GRAM.defaultLearningRate(),
        1,
        Runtime.getRuntime().availableProcessors(),
        false,
        2_000_000);
  }

  private static void requireBetween(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw InvalidInputException.of("`%s` must be %s to %s, not %s", name, least, most, value);
    }
  }
}
