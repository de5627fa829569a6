package io.github.polystill.embeddings.word2vec;

/**
 * A learning rate that falls linearly with the words that are done.
 *
 * @param words words of all epochs
 */
record LearningRate(double first, long words) {
  /** The part of the first rate that remains at the end, as in the original program. */
  private static final double LEAST = 1e-4;

  float at(long done) {
    return (float) (first * Math.max(LEAST, 1 - (double) done / (words + 1)));
  }
}
