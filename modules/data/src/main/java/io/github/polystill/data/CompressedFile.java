package io.github.polystill.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.io.input.ProxyInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/**
 * A file read through its gzip, bzip2 or xz compression, of one member or many, or as it is. What
 * is damaged or ends early is an {@link InvalidInputException} with the place in the file.
 */
public final class CompressedFile extends InputStream {
  private static final int LONGEST_MAGIC = 6;

  private static final long LONGEST_BLOCK = 1 << 26;

  /** What unpacking may take; {@code xz -9} takes 65 MiB. */
  private static final int MOST_MEBIBYTES = 256;

  private final Path file;
  private final Stored stored;
  private final InputStream plain;
  private final String compression;

  private CompressedFile(Path file, Stored stored, int threads) throws IOException {
    this.file = file;
    this.stored = stored;
    BufferedInputStream buffered = new BufferedInputStream(stored, 1 << 16);
    buffered.mark(LONGEST_MAGIC);
    byte[] start = buffered.readNBytes(LONGEST_MAGIC);
    buffered.reset();
    this.compression = compressionOf(start);
    requireKnown(start);
    requireWhatTheNameSays();
    try {
      this.plain = decompress(buffered, threads);
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
  }

  /**
   * Opens a file.
   *
   * @throws InvalidInputException where it is missing, no regular file, unreadable, or not
   *     compressed as its name says
   */
  public static CompressedFile open(Path file) throws IOException {
    return open(file, Runtime.getRuntime().availableProcessors());
  }

  /** The same, unpacked on so many threads where the file has many bzip2 streams. */
  public static CompressedFile open(Path file, int threads) throws IOException {
    InputFile.requireReadable(file);
    Stored stored = new Stored(InputFile.open(file));
    try {
      return new CompressedFile(file, stored, threads);
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  /** How the file is compressed: {@code gz}, {@code bz2} or {@code xz}, empty where it is not. */
  public String compression() {
    return compression;
  }

  /** How many bytes of the file have been read, as it is stored; from any thread. */
  public long bytesRead() {
    return plain instanceof BZip2Streams streams ? streams.position() : stored.count.get();
  }

  /**
   * Reads on for a while, as bzip2 tells damage only at the end of a block. For those who find
   * nonsense in what they read, before they blame it on whoever wrote it.
   *
   * @throws InvalidInputException where the file is damaged
   */
  public void requireUndamaged() throws IOException {
    byte[] skipped = new byte[1 << 16];
    long left = compression.isEmpty() ? 0 : LONGEST_BLOCK;
    for (int read = 0; read >= 0 && left > 0; left -= read) {
      read = read(skipped, 0, skipped.length);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return plain.read(target, offset, length);
    } catch (IOException | RuntimeException e) {
      // Decoders meet damaged data with many exceptions, among them of array indices.
      throw damaged(e);
    }
  }

  @Override
  public void close() throws IOException {
    plain.close();
  }

  private static String compressionOf(byte[] start) {
    String magic = new String(start, StandardCharsets.ISO_8859_1);
    if (magic.startsWith("\u001F\u008B")) {
      return "gz";
    }
    if (magic.startsWith("BZh") && magic.length() > 3 && Character.isDigit(magic.charAt(3))) {
      return "bz2";
    }
    return magic.equals("\u00FD7zXZ\u0000") ? "xz" : "";
  }

  private void requireKnown(byte[] start) {
    String magic = new String(start, StandardCharsets.ISO_8859_1);
    String other =
        magic.startsWith("PK\u0003\u0004")
            ? "zip"
            : magic.startsWith("(\u00B5/\u00FD")
                ? "Zstandard"
                : magic.startsWith("7z\u00BC") ? "7z" : "";
    if (!other.isEmpty()) {
      throw InvalidInputException.of(
          "%s: is a %s archive; unpack it, or compress it as .gz, .bz2 or .xz", file, other);
    }
  }

  private void requireWhatTheNameSays() {
    String name = file.toString().toLowerCase(Locale.ROOT);
    String expected = name.substring(name.lastIndexOf('.') + 1);
    boolean compressed = expected.equals("gz") || expected.equals("bz2") || expected.equals("xz");
    if (compressed && compression.isEmpty()) {
      throw InvalidInputException.of(
          "%s: byte 1: does not begin like a .%s file; fetch it again or take the extension off its"
              + " name",
          file, expected);
    }
  }

  private InputStream decompress(InputStream in, int threads) throws IOException {
    return switch (compression) {
      case "gz" ->
          GzipCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .get();
      case "bz2" ->
          threads > 1 ? new BZip2Streams(in, threads) : new BZip2CompressorInputStream(in, true);
      case "xz" -> new XZInputStream(in, MOST_MEBIBYTES << 10);
      default -> in;
    };
  }

  private InvalidInputException damaged(Exception e) throws IOException {
    if (e instanceof IOException io && (stored.failed || compression.isEmpty())) {
      throw io;
    }
    if (e instanceof MemoryLimitException) {
      return InvalidInputException.of(
          e,
          "%s: wants more than %d MiB of memory to be unpacked; compress it again with xz -9 or"
              + " less",
          file,
          MOST_MEBIBYTES);
    }
    String reason =
        e instanceof EOFException
            ? "it ends too early"
            : e.getMessage() == null ? "not what a packer writes" : e.getMessage();
    return InvalidInputException.of(
        e,
        "%s: damaged or cut off near byte %d: %s (%s); fetch the file again",
        file,
        bytesRead(),
        compression,
        reason.replaceAll("\\s+", " "));
  }

  /** The bytes as they are stored, counted. */
  private static final class Stored extends ProxyInputStream {
    private final AtomicLong count = new AtomicLong();
    private volatile boolean failed;

    Stored(InputStream in) {
      super(in);
    }

    @Override
    protected void afterRead(int read) {
      count.addAndGet(Math.max(read, 0));
    }

    @Override
    protected void handleIOException(IOException e) throws IOException {
      failed = true;
      throw e;
    }
  }
}
