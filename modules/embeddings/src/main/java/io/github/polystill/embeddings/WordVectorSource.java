package io.github.polystill.embeddings;

/**
 * Words with their vectors, to write or to search without copying all of them: {@link WordVectors},
 * or a trainer's own arrays.
 */
public interface WordVectorSource {
  /** Number of words. */
  int size();

  /** Numbers per vector. */
  int dimensions();

  /** The word of a row. */
  String word(int row);

  /** Copies the vector of a row to the beginning of an array. */
  void copyVector(int row, float[] into);
}
