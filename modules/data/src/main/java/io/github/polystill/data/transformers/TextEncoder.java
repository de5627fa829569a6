package io.github.polystill.data.transformers;

/**
 * A pre-trained network that gives a text one vector, whatever its length. For several threads at a
 * time, and to be closed: what it holds is outside the heap.
 */
public interface TextEncoder extends AutoCloseable {
  /** Values in the vector of a text. */
  int width();

  /** The vector of a text; that of an empty one is of no word, but not zero. */
  float[] vector(String text);

  /** Names all that decides the vectors. */
  String contentHash();

  @Override
  void close();
}
