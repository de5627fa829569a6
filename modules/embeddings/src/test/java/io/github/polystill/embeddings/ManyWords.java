package io.github.polystill.embeddings;

/** Words and vectors that are made up row by row. */
record ManyWords(int size, int dimensions) implements WordVectorSource {
  @Override
  public String word(int row) {
    return "詞" + row;
  }

  @Override
  public void copyVector(int row, float[] into) {
    for (int i = 0; i < dimensions; i++) {
      into[i] = (row * 31 + i * 17) % 1000 / 1000f;
    }
  }
}
