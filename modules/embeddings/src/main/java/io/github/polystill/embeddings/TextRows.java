package io.github.polystill.embeddings;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Rows of lines: a word and its numbers, separated by spaces or tabs. A line ends in LF, CR LF or
 * CR and in nothing else, as other line ends of Unicode occur in words.
 */
final class TextRows extends VectorRows {
  /** A line longer than this is no line of word vectors. */
  private static final int MAX_LINE = 1 << 24;

  private final Optional<Header> header;
  private final float[] vector;
  private long line;
  private int rowLength;
  private int wordLength;

  /** Rows of an input that stands after the header, if there is one. */
  TextRows(Path file, VectorFileInput in, Optional<Header> header) throws IOException {
    super(file, in);
    this.header = header;
    this.line = header.isPresent() ? 1 : 0;
    this.vector = new float[header.isPresent() ? header.get().dimensions() : numbersOfFirstLine()];
  }

  private int numbersOfFirstLine() throws IOException {
    int length = lineLength();
    if (length < 0) {
      throw empty();
    }
    int numbers = -1;
    byte[] bytes = in.bytes();
    for (int i = in.start(); i < in.start() + length; i++) {
      boolean startsToken = i == in.start() || isSeparator(bytes[i - 1]);
      numbers += startsToken && !isSeparator(bytes[i]) ? 1 : 0;
    }
    if (numbers < 1) {
      throw new InvalidInputException(
          file
              + ":1: no word with numbers after it; give a file in word2vec text or binary format");
    }
    return numbers;
  }

  @Override
  WordVectorsFormat format() {
    return header.isPresent() ? WordVectorsFormat.TEXT : WordVectorsFormat.TEXT_WITHOUT_HEADER;
  }

  @Override
  int dimensions() {
    return vector.length;
  }

  @Override
  boolean advance() throws IOException {
    in.skip(rowLength);
    rowLength = 0;
    int length = lineLength();
    if (length < 0 || isEndOfFile(length)) {
      requireAllRows();
      return false;
    }
    line++;
    if (header.isPresent() && rows == header.get().words()) {
      throw new InvalidInputException(
          where()
              + ": more lines than the "
              + rows
              + " words that the first line says; correct the first line");
    }
    readLine(in.start(), in.start() + length);
    rowLength = length + in.lengthOfLineEnd(length);
    rows++;
    return true;
  }

  /** Length of the next line without its line end, -1 at the end of the file. */
  private int lineLength() throws IOException {
    int length = in.distanceToLineEnd(MAX_LINE);
    if (length < 0) {
      length = in.available(MAX_LINE);
      if (length == MAX_LINE) {
        throw new InvalidInputException(
            file
                + ":"
                + (line + 1)
                + ": no line end in "
                + MAX_LINE
                + " bytes; give a file in word2vec text or binary format");
      }
      return length == 0 ? -1 : length;
    }
    return length;
  }

  /** Whether this and all lines after it are blank. */
  private boolean isEndOfFile(int length) throws IOException {
    if (!isBlank(in.start(), in.start() + length)) {
      return false;
    }
    for (int next = length; next >= 0; next = lineLength()) {
      if (!isBlank(in.start(), in.start() + next)) {
        line++;
        throw new InvalidInputException(where() + ": a blank line; remove it");
      }
      in.skip(next + in.lengthOfLineEnd(next));
    }
    return true;
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isSeparator(in.bytes()[i])) {
        return false;
      }
    }
    return true;
  }

  private void requireAllRows() {
    if (rows == 0) {
      throw empty();
    }
    if (header.isPresent() && rows != header.get().words()) {
      throw new InvalidInputException(
          file
              + ":"
              + line
              + ": the file ends after "
              + rows
              + " words but its first line says "
              + header.get().words()
              + "; check that the file is complete");
    }
  }

  private void readLine(int from, int to) {
    byte[] bytes = in.bytes();
    int i = from;
    while (i < to && !isSeparator(bytes[i])) {
      i++;
    }
    wordLength = i - from;
    if (wordLength == 0) {
      throw new InvalidInputException(where() + ": no word before the numbers; remove the line");
    }
    int numbers = 0;
    while (true) {
      while (i < to && isSeparator(bytes[i])) {
        i++;
      }
      if (i == to) {
        break;
      }
      int start = i;
      while (i < to && !isSeparator(bytes[i])) {
        i++;
      }
      if (numbers < vector.length) {
        vector[numbers] = number(start, i);
      }
      numbers++;
    }
    requireNumbers(numbers);
    sumSquares();
  }

  private static boolean isSeparator(byte b) {
    return b == ' ' || b == '\t';
  }

  private float number(int from, int to) {
    float value;
    try {
      value = DecimalFloat.parse(in.bytes(), from, to);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          where() + ": " + shownToken(from, to) + " is not a number; repair the line", e);
    }
    if (!Float.isFinite(value)) {
      throw new InvalidInputException(
          where() + ": " + shownToken(from, to) + " is not a finite number; repair the line");
    }
    return value;
  }

  private String shownToken(int from, int to) {
    return shown(new String(in.bytes(), from, to - from, StandardCharsets.UTF_8));
  }

  private void requireNumbers(int numbers) {
    if (numbers != vector.length) {
      throw new InvalidInputException(
          where()
              + ": word "
              + shown(word())
              + " has "
              + numbers
              + " numbers, not "
              + vector.length
              + " as the first line; repair the line or check that the file is complete");
    }
  }

  @Override
  String where() {
    return file + ":" + line;
  }

  @Override
  float[] vector() {
    return vector;
  }

  @Override
  int wordStart() {
    return in.start();
  }

  @Override
  int wordEnd() {
    return in.start() + wordLength;
  }
}
