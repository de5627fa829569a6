package io.github.polystill.models;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A record of a TFRecord file: length, its checksum, data, its checksum; all little endian.
 *
 * @see <a href="https://www.tensorflow.org/tutorials/load_data/tfrecord">TFRecords format</a>
 */
public final class TfRecord {
  private static final int MASK_DELTA = 0xa282ead8;
  private static final int AROUND = Long.BYTES + 2 * Integer.BYTES;

  private TfRecord() {}

  /** The record that holds some data. */
  public static byte[] of(byte[] data) {
    ByteBuffer frame = ByteBuffer.allocate(AROUND + data.length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putLong(data.length);
    frame.putInt(maskedCrc(frame.array(), 0, Long.BYTES));
    frame.put(data);
    return frame.putInt(maskedCrc(data, 0, data.length)).array();
  }

  /** Takes the data of the next record; empty at the end, or where it is cut off or damaged. */
  public static Optional<byte[]> next(ByteBuffer file) {
    file.order(ByteOrder.LITTLE_ENDIAN);
    try {
      byte[] length = new byte[Long.BYTES];
      file.get(length);
      long bytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (file.getInt() != maskedCrc(length, 0, length.length) || bytes > file.remaining()) {
        return Optional.empty();
      }
      byte[] data = new byte[(int) bytes];
      file.get(data);
      return file.getInt() == maskedCrc(data, 0, data.length)
          ? Optional.of(data)
          : Optional.empty();
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  /**
   * CRC-32C, rotated and shifted, so that a checksum of data with checksums inside is no fixed
   * point.
   */
  private static int maskedCrc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }
}
