package io.github.polystill.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * SHA-256 over a sequence of values, each with its length, so that ("ab", "c") and ("a", "bc")
 * differ. Names caches and trials by everything that decides their content.
 */
public final class ContentHash {
  private final MessageDigest digest = DigestUtils.getSha256Digest();

  public ContentHash add(String value) {
    return add(value.getBytes(StandardCharsets.UTF_8));
  }

  public ContentHash add(byte[] value) {
    add(value.length);
    digest.update(value);
    return this;
  }

  public ContentHash add(long value) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
    return this;
  }

  public ContentHash add(double value) {
    return add(Double.doubleToLongBits(value));
  }

  public ContentHash add(int[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * Integer.BYTES);
    buffer.asIntBuffer().put(values);
    return add(buffer.array());
  }

  public ContentHash add(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES);
    buffer.asFloatBuffer().put(values);
    return add(buffer.array());
  }

  /** The hash in lower-case hex, 64 characters. Ends this instance. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 of a file's bytes in lower-case hex, as {@code sha256sum} prints it. */
  public static String ofFile(Path file) throws IOException {
    InputFile.requireRegular(file);
    return new DigestUtils(DigestUtils.getSha256Digest()).digestAsHex(file);
  }

  /** SHA-256 of bytes in lower-case hex, as that of a file that holds them. */
  public static String ofBytes(byte[] bytes) {
    return DigestUtils.sha256Hex(bytes);
  }
}
