package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Locale;

/**
 * A matrix of floats in blocks of rows, since an array ends at 2^31 elements. Rows are padded with
 * zeros to a multiple of a vector register, and stay zero there.
 */
final class FloatRows {
  /** Floats that rows are padded to a multiple of: the widest registers. */
  private static final int LANES = 16;

  private static final int BLOCK_SHIFT = 16;
  private static final int BLOCK_ROWS = 1 << BLOCK_SHIFT;

  private final int rows;
  private final int columns;
  private final int stride;
  private final float[][] blocks;

  FloatRows(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.stride = stride(columns);
    this.blocks = new float[(rows + BLOCK_ROWS - 1) >>> BLOCK_SHIFT][];
    try {
      for (int b = 0; b < blocks.length; b++) {
        blocks[b] = new float[Math.min(BLOCK_ROWS, rows - (b << BLOCK_SHIFT)) * stride];
      }
    } catch (OutOfMemoryError e) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "not enough memory for %d words of %d dimensions (two matrices of %.1f GB): raise the"
                  + " heap with -Xmx or the minimum count, or lower the greatest vocabulary",
              rows,
              columns,
              4e-9 * rows * stride),
          e);
    }
  }

  /** Length of a padded row. */
  static int stride(int columns) {
    return (columns + LANES - 1) / LANES * LANES;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  int stride() {
    return stride;
  }

  /** Bytes that {@link #writeTo} writes. */
  long bytes() {
    return (long) rows * stride * Float.BYTES;
  }

  boolean isFinite() {
    for (float[] block : blocks) {
      for (float value : block) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The array that holds a row. */
  float[] block(int row) {
    return blocks[row >>> BLOCK_SHIFT];
  }

  /** Where a row begins in its array. */
  int offset(int row) {
    return (row & (BLOCK_ROWS - 1)) * stride;
  }

  void copyRow(int row, float[] target) {
    System.arraycopy(block(row), offset(row), target, 0, columns);
  }

  void writeTo(WritableByteChannel channel) throws IOException {
    ByteBuffer buffer = buffer();
    for (float[] block : blocks) {
      for (int at = 0; at < block.length; at += stride) {
        buffer.clear();
        buffer.asFloatBuffer().put(block, at, stride);
        buffer.limit(stride * Float.BYTES);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
    }
  }

  void readFrom(ReadableByteChannel channel) throws IOException {
    ByteBuffer buffer = buffer();
    for (float[] block : blocks) {
      for (int at = 0; at < block.length; at += stride) {
        buffer.clear();
        while (buffer.hasRemaining()) {
          if (channel.read(buffer) < 0) {
            throw new EOFException("the file ends within a matrix");
          }
        }
        buffer.flip();
        buffer.asFloatBuffer().get(block, at, stride);
      }
    }
  }

  private ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(stride * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
