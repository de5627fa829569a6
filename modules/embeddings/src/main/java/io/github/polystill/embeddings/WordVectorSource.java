package io.github.polystill.embeddings;

import org.apiguardian.api.API;

/**
 * Words with their vectors, to write or to search without copying all of them: {@link WordVectors},
 * or a trainer's own arrays.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
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
