package io.github.polystill.embeddings;

import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.text.ControlCharacters;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The words of a file and their vectors, one after the other. Rows are checked as they are read:
 * {@link #next} throws where the file is truncated or wrong.
 */
abstract sealed class VectorRows implements Closeable permits TextRows, BinaryRows {
  /** Longest part of the file that an error shows. */
  private static final int SHOWN = 40;

  private static final int SAMPLE = 1 << 16;

  /** So that a damaged first line cannot ask for all the memory. */
  private static final int MAX_DIMENSIONS = 1 << 16;

  private static final Pattern HEADER = Pattern.compile("([0-9]{1,18})[ \t]+([0-9]{1,18})[ \t\r]*");

  final Path file;
  final VectorFileInput in;
  final WordVectorsFormat format;

  /** The vector of the current row; overwritten by the next. */
  final float[] vector;

  /** Number of rows read. */
  long rows;

  /** Length in bytes of the current word, which begins with the input. */
  int wordLength;

  private double squares;

  VectorRows(Path file, VectorFileInput in, WordVectorsFormat format, int dimensions) {
    this.file = file;
    this.in = in;
    this.format = format;
    this.vector = new float[dimensions];
  }

  /** The first line of a file: how many vectors, and how many numbers each. */
  record Header(long words, int dimensions) {
    /** Reads a line, empty where it is no header. */
    private static Optional<Header> parse(String line, Path file) {
      Matcher matcher = HEADER.matcher(line);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      long dimensions = Long.parseLong(matcher.group(2));
      if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
        throw InvalidInputException.of(
            "%s:1: the first line says %d dimensions, not 1 to %d; give a file in word2vec text or"
                + " binary format",
            file, dimensions, MAX_DIMENSIONS);
      }
      return Optional.of(new Header(Long.parseLong(matcher.group(1)), (int) dimensions));
    }
  }

  /**
   * Opens a file before its first row; its name says nothing of its format.
   *
   * <p>A first line of two whole numbers is a header. After a header the file is text where the
   * second line ends in as many numbers as there are dimensions, and else binary where the next 64
   * KiB have bytes that no text has: control characters or malformed UTF-8, which float32 numbers
   * cannot do without.
   */
  static VectorRows open(Path file) throws IOException {
    InputFile.requireReadable(file, "file of word vectors");
    VectorFileInput in = new VectorFileInput(file);
    try {
      return open(file, in);
    } catch (InvalidInputException e) {
      try (in) {
        throw in.blame(e);
      }
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static VectorRows open(Path file, VectorFileInput in) throws IOException {
    if (in.available(3) == 3 && in.text(3, StandardCharsets.UTF_8).equals("\uFEFF")) {
      in.skip(3);
    }
    int length = in.distanceToLineEnd(SAMPLE);
    if (length < 0) {
      length = in.available(SAMPLE);
    }
    Optional<Header> header = Header.parse(in.text(length, StandardCharsets.ISO_8859_1), file);
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
    if (line > 0) {
      String text = in.text(line, StandardCharsets.ISO_8859_1).trim();
      String[] cells = text.split("[ \t]+", -1);
      if (cells.length == dimensions + 1
          && Stream.of(cells).skip(1).allMatch(cell -> cell.matches("[-+.0-9a-zA-Z]+"))) {
        return false;
      }
    }
    int length = in.available(SAMPLE);
    for (int i = in.start(); i < in.start() + length; i++) {
      byte b = in.bytes()[i];
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return true;
      }
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(in.bytes(), in.start(), length), CharBuffer.allocate(length), false)
        .isError();
  }

  /** Goes to the next row, false after the last. */
  final boolean next() throws IOException {
    try {
      return advance();
    } catch (InvalidInputException e) {
      throw in.blame(e);
    }
  }

  abstract boolean advance() throws IOException;

  /** Where the current row is: file and line, or file, byte and word. */
  abstract String where();

  final String word() {
    return in.text(wordLength, StandardCharsets.UTF_8);
  }

  /** Adds the current word and returns its number, -1 where it is there already. */
  final int addTo(PackedWords words) {
    return words.add(in.bytes(), in.start(), in.start() + wordLength);
  }

  /** The error for a current word that came before. */
  final InvalidInputException comesTwice() {
    return InvalidInputException.of(
        "%s: word %s comes a second time; remove one of its vectors", where(), shown(word()));
  }

  /** Sum of the squares of the current vector. */
  final double squares() {
    return squares;
  }

  /** Sums the squares of the current vector, which also tells whether all numbers are finite. */
  final void sumSquares() {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    squares = sum;
  }

  /** A part of the file to show in an error: short and on one line. */
  static String shown(String text) {
    String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return '"' + ControlCharacters.replace(cut, "?") + '"';
  }

  static InvalidInputException empty(Path file) {
    return InvalidInputException.of(
        "%s: holds no word vectors; give a file in word2vec text or binary format", file);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
