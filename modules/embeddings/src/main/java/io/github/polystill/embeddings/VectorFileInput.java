package io.github.polystill.embeddings;

import io.github.polystill.data.CompressedFile;
import io.github.polystill.data.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A window onto the bytes of a file, unpacked where it is compressed. Text formats look for line
 * ends in it and the binary one for spaces and blocks of numbers, so bytes are looked at where they
 * lie instead of being copied out.
 */
final class VectorFileInput implements Closeable {
  private static final int CAPACITY = 1 << 20;

  private final CompressedFile in;
  private byte[] bytes = new byte[CAPACITY];
  private int start;
  private int end;
  private long offset;

  VectorFileInput(Path file) throws IOException {
    this.in = CompressedFile.open(file);
  }

  /** The array that holds the window; valid until more bytes are asked for. */
  byte[] bytes() {
    return bytes;
  }

  /** Index in {@link #bytes()} of the next byte. */
  int start() {
    return start;
  }

  /** As {@link CompressedFile#compression}. */
  String compression() {
    return in.compression();
  }

  /** The error for what was read, or that for the file where it is damaged. */
  InvalidInputException blame(InvalidInputException wrong) throws IOException {
    in.requireUndamaged();
    return wrong;
  }

  /** Position of the next byte in the file as it is unpacked. */
  long offset() {
    return offset;
  }

  /** How many of the next {@code wanted} bytes there are; fewer only at the end of the file. */
  int available(int wanted) throws IOException {
    if (end - start < wanted) {
      fill(wanted);
    }
    return Math.min(wanted, end - start);
  }

  /** The next bytes as text; {@link #available} must have found them. */
  String text(int length, Charset charset) {
    return new String(bytes, start, length, charset);
  }

  /** Distance of the next of two bytes, -1 where there is none within {@code limit} bytes. */
  int distanceTo(byte wanted, byte other, int limit) throws IOException {
    int seen = 0;
    while (seen < limit && available(seen + 1) > seen) {
      int reach = Math.min(limit, end - start);
      for (int i = start + seen; i < start + reach; i++) {
        if (bytes[i] == wanted || bytes[i] == other) {
          return i - start;
        }
      }
      seen = reach;
    }
    return -1;
  }

  /** Distance of the next line end, a line feed or a carriage return, -1 as above. */
  int distanceToLineEnd(int limit) throws IOException {
    return distanceTo((byte) '\n', (byte) '\r', limit);
  }

  /**
   * Length of the line end at a distance from the next byte: 2 for a carriage return and a line
   * feed, 1 for either alone, 0 at the end of the file.
   */
  int lengthOfLineEnd(int distance) throws IOException {
    int there = available(distance + 2) - distance;
    return there == 2 && bytes[start + distance] == '\r' && bytes[start + distance + 1] == '\n'
        ? 2
        : Math.min(1, there);
  }

  void skip(int count) {
    start += count;
    offset += count;
  }

  /**
   * Fills an array with the little-endian float32 numbers at a distance from the next byte. {@link
   * #available} must have found them.
   */
  void floats(int distance, float[] into) {
    ByteBuffer.wrap(bytes, start + distance, into.length * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(into);
  }

  private void fill(int wanted) throws IOException {
    System.arraycopy(bytes, start, bytes, 0, end - start);
    end -= start;
    start = 0;
    while (end < wanted) {
      if (end == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      }
      int read = in.read(bytes, end, bytes.length - end);
      if (read < 0) {
        return;
      }
      end += read;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
