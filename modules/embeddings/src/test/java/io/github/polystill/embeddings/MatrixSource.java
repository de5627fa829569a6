package io.github.polystill.embeddings;

import java.util.List;

/** A list of words and the matrix of their vectors. */
record MatrixSource(List<String> words, EmbeddingMatrix vectors) implements WordVectorSource {
  MatrixSource {
    if (words.size() != vectors.rows()) {
      throw new IllegalArgumentException(
          words.size() + " words for " + vectors.rows() + " vectors");
    }
  }

  @Override
  public int size() {
    return vectors.rows();
  }

  @Override
  public int dimensions() {
    return vectors.dimensions();
  }

  @Override
  public String word(int row) {
    return words.get(row);
  }

  @Override
  public void copyVector(int row, float[] into) {
    System.arraycopy(vectors.values(), row * dimensions(), into, 0, dimensions());
  }
}
