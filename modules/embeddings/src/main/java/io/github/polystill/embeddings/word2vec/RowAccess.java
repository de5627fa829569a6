package io.github.polystill.embeddings.word2vec;

/** Rows of a matrix as one thread sees them. */
interface RowAccess {
  /** Copies a row, padding included. */
  void load(int row, float[] target);

  /** Adds to a row, padding included. */
  void add(int row, float[] change);
}
