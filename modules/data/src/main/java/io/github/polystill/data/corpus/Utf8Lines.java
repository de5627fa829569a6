package io.github.polystill.data.corpus;

import io.github.polystill.data.CompressedFile;
import io.github.polystill.data.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Lines of a UTF-8 file, each with its number and with what is wrong with its bytes. A reader of
 * the platform would replace such bytes silently or fail without a line number.
 *
 * <p>A reader of running text may ask for lines that are too long to hold in pieces, cut at a space
 * or, where there is none, between two characters; all pieces have the number of the line.
 */
public final class Utf8Lines implements Closeable {
  private static final int END = -1;
  private static final String PROPERTY = "polystill.longestLine";

  /** Bytes of a line of a corpus, which is held in memory anyhow, unless the property is set. */
  private static final int OF_CORPUS = 64 << 20;

  /** The same of a stream that is read in little memory, in which several lines are at a time. */
  private static final int OF_STREAM = 4 << 20;

  /** About as much as an array of bytes and one of characters can hold. */
  private static final int LONGEST_OF_ALL = 1 << 30;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final BufferedInputStream in;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 12);
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final int longestPiece;
  private final boolean cutsLines;
  private final String remedy;
  private long number;
  private long pieceStart;
  private boolean continued;
  private boolean unread;

  private Utf8Lines(InputStream in, int longestPiece, boolean cutsLines, String remedy)
      throws IOException {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.longestPiece = longestPiece;
    this.cutsLines = cutsLines;
    this.remedy = remedy;
    skipByteOrderMark();
  }

  /**
   * One line.
   *
   * @param number 1-based
   * @param text without its line end; bytes that are not UTF-8 appear as U+FFFD
   * @param end the line end, empty at the end of the file
   * @param damage why the bytes are not UTF-8, or that there are too many, and what to do
   */
  public record Line(long number, String text, String end, Optional<String> damage) {
    /** Whether there is nothing on the line; of one that is too long nothing is known. */
    public boolean isBlank() {
      return text.isBlank() && damage.isEmpty();
    }
  }

  /** Lines of a file of records, of which one that is too long is damaged. */
  static Utf8Lines open(Path file) throws IOException {
    return ofRecords(CompressedFile.open(file));
  }

  /**
   * Lines of a stream of records, of which one that is too long is damaged; the system property
   * {@code polystill.longestLine} says how many bytes one may have, 64 MiB without it.
   *
   * @throws InvalidInputException where the property is no such number
   */
  public static Utf8Lines ofRecords(InputStream in) throws IOException {
    return ofRecords(in, longest(OF_CORPUS));
  }

  /** The same for who keeps no more than some lines, 4 MiB each without the property. */
  public static Utf8Lines ofStream(InputStream in) throws IOException {
    return ofRecords(in, longestOfStream());
  }

  private static Utf8Lines ofRecords(InputStream in, int longest) throws IOException {
    String remedy =
        longest > LONGEST_OF_ALL / 2
            ? ""
            : String.format(
                Locale.ROOT,
                ", or allow more bytes with POLYSTILL_JAVA_OPTS=-D%s=%d",
                PROPERTY,
                2 * longest);
    return new Utf8Lines(in, longest, false, remedy);
  }

  /** Bytes that a line of {@link #ofStream} may have. */
  static int longestOfStream() {
    return longest(OF_STREAM);
  }

  private static int longest(int unlessSet) {
    String set = System.getProperty(PROPERTY, Integer.toString(unlessSet));
    try {
      int longest = Integer.parseInt(set.strip());
      if (longest >= 1 && longest <= LONGEST_OF_ALL) {
        return longest;
      }
    } catch (NumberFormatException e) {
      // The same as a number that is too small or too large.
    }
    throw InvalidInputException.of(
        "-D%s=%s: must be a number of bytes from 1 to %d; correct POLYSTILL_JAVA_OPTS",
        PROPERTY, set, LONGEST_OF_ALL);
  }

  /** Lines of a stream, those of more than a number of bytes in pieces. */
  public static Utf8Lines inPieces(InputStream in, int longestPiece) throws IOException {
    return new Utf8Lines(in, longestPiece, true, "");
  }

  /** The next line, or empty after the last. */
  public Optional<Line> next() throws IOException {
    bytes.reset();
    if (unread) {
      passOver();
    }
    int next = in.read();
    if (next == END) {
      return Optional.empty();
    }
    if (!continued) {
      number++;
      pieceStart = 0;
    }
    continued = false;
    while (next != END && next != '\n' && next != '\r' && !continued) {
      if (!cutsLines && bytes.size() == longestPiece) {
        unread = true;
        return Optional.of(new Line(number, "", "", Optional.of(tooLong())));
      }
      bytes.write(next);
      continued = cutsLines && ((bytes.size() >= longestPiece && next == ' ') || mustCut());
      if (!continued) {
        next = in.read();
      }
    }
    Line line = decode(bytes.toByteArray(), continued ? "" : lineEnd(next));
    pieceStart += bytes.size();
    return Optional.of(line);
  }

  /** What is left of a line that is too long. */
  private void passOver() throws IOException {
    int next = in.read();
    while (next != END && next != '\n' && next != '\r') {
      next = in.read();
    }
    lineEnd(next);
    unread = false;
  }

  /** Whether a piece is too long even without a space, and a character begins next. */
  private boolean mustCut() throws IOException {
    if (bytes.size() / 2 < longestPiece) {
      return false;
    }
    in.mark(1);
    int next = in.read();
    in.reset();
    return next != END && (next & 0xC0) != 0x80;
  }

  private String tooLong() {
    String most = longestPiece >= 1 << 20 ? (longestPiece >> 20) + " MiB" : longestPiece + " bytes";
    return "the line has more than " + most + "; put every document on a line of its own" + remedy;
  }

  private String lineEnd(int last) throws IOException {
    if (last == END) {
      return "";
    }
    if (last == '\n') {
      return "\n";
    }
    in.mark(1);
    if (in.read() == '\n') {
      return "\r\n";
    }
    in.reset();
    return "\r";
  }

  private Line decode(byte[] line, String end) {
    ByteBuffer input = ByteBuffer.wrap(line);
    CharBuffer output = CharBuffer.allocate(line.length);
    decoder.reset();
    CoderResult result = decoder.decode(input, output, true);
    if (!result.isError()) {
      return new Line(number, output.flip().toString(), end, Optional.empty());
    }
    String damage = describe(line, input.position());
    return new Line(number, new String(line, StandardCharsets.UTF_8), end, Optional.of(damage));
  }

  private String describe(byte[] line, int position) {
    if (number == 1 && line.length > 1 && ((line[0] & line[1]) & 0xFE) == 0xFE) {
      return "the file is UTF-16; convert it: iconv -f UTF-16 -t UTF-8";
    }
    return String.format(
        Locale.ROOT,
        "byte %d of the line (0x%02X) is not UTF-8; convert the file from the encoding it has, such"
            + " as BIG5 for Traditional or GB18030 for Simplified Chinese: iconv -f BIG5 -t UTF-8",
        pieceStart + position + 1,
        line[position] & 0xFF);
  }

  private void skipByteOrderMark() throws IOException {
    in.mark(BYTE_ORDER_MARK.length);
    byte[] start = in.readNBytes(BYTE_ORDER_MARK.length);
    if (!Arrays.equals(start, BYTE_ORDER_MARK)) {
      in.reset();
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
