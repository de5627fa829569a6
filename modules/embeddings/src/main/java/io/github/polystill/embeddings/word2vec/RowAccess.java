package io.github.polystill.embeddings.word2vec;

/** Rows of a matrix as one thread sees them. */
interface RowAccess {
  /** Copies a row, padding included. */
  void load(int row, float[] target);

  /** Adds to a row, padding included. */
  void add(int row, float[] change);

  /**
   * Every thread sees at once what the others write (Hogwild). Two that add to the same row in the
   * same instant may lose one change; what is added is therefore read again just before, so that
   * this is not all that happened since the row was loaded.
   */
  final class Shared implements RowAccess {
    private final FloatRows rows;
    private final float[] current;

    Shared(FloatRows rows) {
      this.rows = rows;
      this.current = new float[rows.stride()];
    }

    @Override
    public void load(int row, float[] target) {
      System.arraycopy(rows.block(row), rows.offset(row), target, 0, target.length);
    }

    @Override
    public void add(int row, float[] change) {
      float[] block = rows.block(row);
      int offset = rows.offset(row);
      // In a copy at index 0 the sum becomes vector instructions; see Kernel.
      System.arraycopy(block, offset, current, 0, current.length);
      Kernel.add(change, current);
      System.arraycopy(current, 0, block, offset, current.length);
    }
  }
}
