package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.InvalidInputException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A matrix of floats. Rows are padded with zeros to a multiple of a vector register, and stay zero
 * there.
 *
 * <p>Every thread sees at once what the others write (Hogwild). Two that add to the same row in the
 * same instant may lose one change; as no more than the change is added, this is not all that
 * happened since the row was loaded.
 */
final class FloatRows implements WindowTraining.RowAccess {
  /** Floats that rows are padded to a multiple of: the widest registers. */
  private static final int LANES = 16;

  private final int columns;
  private final float[][] rows;

  FloatRows(int rows, int columns) {
    this.columns = columns;
    int stride = stride(columns);
    try {
      this.rows = new float[rows][stride];
    } catch (OutOfMemoryError e) {
      throw InvalidInputException.of(
          e,
          "not enough memory for %d words of %d dimensions (two matrices of %.1f GB): raise the"
              + " heap with -Xmx or `minCount`, or lower `maxVocabulary`",
          rows,
          columns,
          4e-9 * rows * stride);
    }
  }

  /** Length of a padded row. */
  static int stride(int columns) {
    return (columns + LANES - 1) / LANES * LANES;
  }

  int rows() {
    return rows.length;
  }

  int columns() {
    return columns;
  }

  /** The row itself, padding included. */
  float[] row(int row) {
    return rows[row];
  }

  @Override
  public void load(int row, float[] target) {
    System.arraycopy(rows[row], 0, target, 0, target.length);
  }

  @Override
  public void add(int row, float[] change) {
    Kernel.add(change, rows[row]);
  }

  boolean isFinite() {
    for (float[] row : rows) {
      for (float value : row) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Bytes that {@link #writeTo} writes. */
  long bytes() {
    return (long) rows.length * stride(columns) * Float.BYTES;
  }

  void writeTo(DataOutput out) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate(stride(columns) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      buffer.asFloatBuffer().put(row);
      out.write(buffer.array());
    }
  }

  void readFrom(DataInput in) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate(stride(columns) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      in.readFully(buffer.array());
      buffer.asFloatBuffer().get(row);
    }
  }
}
