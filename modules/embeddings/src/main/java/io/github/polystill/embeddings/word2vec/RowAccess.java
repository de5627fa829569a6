package io.github.polystill.embeddings.word2vec;

/** Rows of a matrix as one thread sees them. */
interface RowAccess {
  /** Copies a row, padding included. */
  void load(int row, float[] target);

  void store(int row, float[] source);

  /** Every thread sees at once what the others write, and may overwrite it (Hogwild). */
  record Shared(FloatRows rows) implements RowAccess {
    @Override
    public void load(int row, float[] target) {
      System.arraycopy(rows.block(row), rows.offset(row), target, 0, rows.stride());
    }

    @Override
    public void store(int row, float[] source) {
      System.arraycopy(source, 0, rows.block(row), rows.offset(row), rows.stride());
    }
  }
}
