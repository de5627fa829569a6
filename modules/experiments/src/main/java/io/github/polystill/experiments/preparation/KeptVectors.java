package io.github.polystill.experiments.preparation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The vectors of one encoder in a file: records of one size, each of the start of a text's hash,
 * the vector, and a checksum. They are only added, by one process at a time; what a killed one left
 * unfinished is overwritten, and a damaged record is as none.
 */
final class KeptVectors implements AutoCloseable {
  private static final int KEY_BYTES = 16;
  private static final int NAME_LENGTH = 32;

  /** A lock on a file keeps out other processes, and a second one of this JVM is an error. */
  private static final Object IN_THIS_PROCESS = new Object();

  private final FileChannel file;
  private final ByteBuffer buffer;
  private final int width;
  private final Map<String, Long> positions = new HashMap<>();

  private KeptVectors(FileChannel file, int width) throws IOException {
    this.file = file;
    this.width = width;
    this.buffer = ByteBuffer.allocate(KEY_BYTES + width * Float.BYTES + Long.BYTES);
    ByteBuffer key = ByteBuffer.allocate(KEY_BYTES);
    long size = end();
    for (long at = 0; at < size; at += buffer.capacity()) {
      file.read(key.clear(), at);
      positions.put(HexFormat.of().formatHex(key.array()), at);
    }
  }

  /** Where the last whole record ends. */
  private long end() throws IOException {
    return file.size() - file.size() % buffer.capacity();
  }

  static KeptVectors open(Path directory, String encoder, int width) throws IOException {
    Files.createDirectories(directory);
    FileChannel file =
        FileChannel.open(
            directory.resolve(encoder.substring(0, NAME_LENGTH) + ".encoded"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      return new KeptVectors(file, width);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  boolean isOpen() {
    return file.isOpen();
  }

  private static String key(String hash) {
    return hash.substring(0, 2 * KEY_BYTES);
  }

  /** The vector of a text, if it is there. */
  Optional<float[]> read(String hash) throws IOException {
    Long at = positions.get(key(hash));
    if (at == null) {
      return Optional.empty();
    }
    file.read(buffer.clear(), at);
    if (buffer.hasRemaining() || buffer.getLong(buffer.capacity() - Long.BYTES) != checksum()) {
      return Optional.empty();
    }
    float[] vector = new float[width];
    buffer.position(KEY_BYTES).asFloatBuffer().get(vector);
    return Optional.of(vector);
  }

  private long checksum() {
    CRC32 checksum = new CRC32();
    checksum.update(buffer.array(), 0, buffer.capacity() - Long.BYTES);
    return checksum.getValue();
  }

  /** Adds vectors by the hashes of their texts. */
  void add(Map<String, float[]> vectors) throws IOException {
    synchronized (IN_THIS_PROCESS) {
      FileLock lock = file.lock();
      try {
        long at = end();
        for (Map.Entry<String, float[]> each : vectors.entrySet()) {
          buffer.clear().put(HexFormat.of().parseHex(key(each.getKey())));
          buffer.asFloatBuffer().put(each.getValue());
          buffer.putLong(buffer.capacity() - Long.BYTES, checksum());
          buffer.clear();
          positions.put(key(each.getKey()), at);
          while (buffer.hasRemaining()) {
            at += file.write(buffer, at);
          }
        }
      } finally {
        lock.release();
      }
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
