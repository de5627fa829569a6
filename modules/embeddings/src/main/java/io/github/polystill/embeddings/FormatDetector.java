package io.github.polystill.embeddings;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells the formats of word vectors apart by their first bytes; names of files say nothing.
 *
 * <p>A first line of two whole numbers is a header. After a header the file is text where the
 * second line ends in as many numbers as there are dimensions, and else binary where the next 64
 * KiB have bytes that no text has: control characters or malformed UTF-8, which float32 numbers
 * cannot do without.
 */
final class FormatDetector {
  private static final int SAMPLE = 1 << 16;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private FormatDetector() {}

  /** Opens a file before its first row. */
  static VectorRows open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": no such file of word vectors; check the path");
    }
    VectorFileInput in = new VectorFileInput(file);
    try {
      return detect(file, in);
    } catch (InvalidInputException e) {
      try (in) {
        throw in.blame(e);
      }
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static VectorRows detect(Path file, VectorFileInput in) throws IOException {
    if (in.available(3) == 3
        && ByteBuffer.wrap(in.bytes(), in.start(), 3).equals(ByteBuffer.wrap(BYTE_ORDER_MARK))) {
      in.skip(3);
    }
    int length = in.distanceToLineEnd(SAMPLE);
    if (length < 0) {
      length = in.available(SAMPLE);
    }
    Optional<Header> header = Header.parse(in.bytes(), in.start(), in.start() + length, file);
    if (header.isEmpty()) {
      return new TextRows(file, in, header);
    }
    in.skip(length + in.lengthOfLineEnd(length));
    return isBinary(in, header.get().dimensions())
        ? new BinaryRows(file, in, header.get())
        : new TextRows(file, in, header);
  }

  private static boolean isBinary(VectorFileInput in, int dimensions) throws IOException {
    int line = in.distanceToLineEnd(SAMPLE);
    if (line > 0 && endsInNumbers(in.bytes(), in.start(), in.start() + line, dimensions)) {
      return false;
    }
    int length = in.available(SAMPLE);
    ByteBuffer sample = ByteBuffer.wrap(in.bytes(), in.start(), length);
    for (int i = in.start(); i < in.start() + length; i++) {
      byte b = in.bytes()[i];
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return true;
      }
    }
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(sample, CharBuffer.allocate(length), false);
    return result.isError();
  }

  private static boolean endsInNumbers(byte[] bytes, int from, int to, int dimensions) {
    String[] tokens =
        new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).trim().split("[ \t]+", -1);
    if (tokens.length != dimensions + 1) {
      return false;
    }
    for (int i = 1; i < tokens.length; i++) {
      if (!tokens[i].matches("[-+.0-9a-zA-Z]+")) {
        return false;
      }
    }
    return true;
  }
}
