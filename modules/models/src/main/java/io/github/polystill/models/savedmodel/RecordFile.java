package io.github.polystill.models.savedmodel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * TensorFlow's TFRecord format: for each record its length (8 bytes, little-endian), a masked
 * CRC-32C of those, its bytes, and a masked CRC-32C of them.
 */
final class RecordFile {
  private static final int MASK_DELTA = 0xa282ead8;

  private RecordFile() {}

  /** Appends a record. */
  static void write(OutputStream out, byte[] data) throws IOException {
    ByteBuffer head =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(data.length);
    head.putInt(maskedChecksum(head.array(), Long.BYTES));
    out.write(head.array());
    out.write(data);
    ByteBuffer tail = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(tail.putInt(maskedChecksum(data, data.length)).array());
  }

  /** A checksum that may itself be part of what is checksummed. */
  static int maskedChecksum(byte[] data, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(data, 0, length);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK_DELTA;
  }
}
