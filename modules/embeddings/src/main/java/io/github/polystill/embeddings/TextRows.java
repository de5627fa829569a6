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
  private long line;
  private int rowLength;

  /** Rows of an input that stands after the header, if there is one. */
  TextRows(Path file, VectorFileInput in, Optional<Header> header) throws IOException {
    super(
        file,
        in,
        header.isPresent() ? WordVectorsFormat.TEXT : WordVectorsFormat.TEXT_WITHOUT_HEADER,
        header.isPresent() ? header.get().dimensions() : numbersOfFirstLine(file, in));
    this.header = header;
    this.line = header.isPresent() ? 1 : 0;
  }

  private static int numbersOfFirstLine(Path file, VectorFileInput in) throws IOException {
    int length = lineLength(file, in, 1);
    if (length < 0) {
      throw empty(file);
    }
    int numbers = -1;
    byte[] bytes = in.bytes();
    for (int i = in.start(); i < in.start() + length; i++) {
      boolean startsToken = i == in.start() || isSeparator(bytes[i - 1]);
      numbers += startsToken && !isSeparator(bytes[i]) ? 1 : 0;
    }
    if (numbers < 1) {
      throw InvalidInputException.of(
          "%s:1: no word with numbers after it; give a file in word2vec text or binary format",
          file);
    }
    return numbers;
  }

  @Override
  boolean advance() throws IOException {
    in.skip(rowLength);
    rowLength = 0;
    int length = lineLength(file, in, line + 1);
    if (length < 0 || isEndOfFile(length)) {
      requireAllRows();
      return false;
    }
    line++;
    if (header.isPresent() && rows == header.get().words()) {
      throw InvalidInputException.of(
          "%s: more lines than the %s words that the first line says; correct the first line",
          where(), rows);
    }
    readLine(in.start(), in.start() + length);
    rowLength = length + in.lengthOfLineEnd(length);
    rows++;
    return true;
  }

  /** Length of the next line without its line end, -1 at the end of the file. */
  private static int lineLength(Path file, VectorFileInput in, long line) throws IOException {
    int length = in.distanceToLineEnd(MAX_LINE);
    if (length < 0) {
      length = in.available(MAX_LINE);
      if (length == MAX_LINE) {
        throw InvalidInputException.of(
            "%s:%s: no line end in %s bytes; give a file in word2vec text or binary format",
            file, line, MAX_LINE);
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
    for (int next = length; next >= 0; next = lineLength(file, in, line + 1)) {
      if (!isBlank(in.start(), in.start() + next)) {
        line++;
        throw InvalidInputException.of("%s: a blank line; remove it", where());
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
      throw empty(file);
    }
    if (header.isPresent() && rows != header.get().words()) {
      throw InvalidInputException.of(
          "%s:%s: the file ends after %s words but its first line says %s; check that the file is"
              + " complete",
          file, line, rows, header.get().words());
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
      throw InvalidInputException.of("%s: no word before the numbers; remove the line", where());
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
      throw InvalidInputException.of(
          "%s: %s is not a finite number; repair the line", where(), shownToken(from, to));
    }
    return value;
  }

  private String shownToken(int from, int to) {
    return shown(new String(in.bytes(), from, to - from, StandardCharsets.UTF_8));
  }

  private void requireNumbers(int numbers) {
    if (numbers != vector.length) {
      throw InvalidInputException.of(
          "%s: word %s has %s numbers, not %s as the first line; repair the line or check that the"
              + " file is complete",
          where(), shown(word()), numbers, vector.length);
    }
  }

  @Override
  String where() {
    return file + ":" + line;
  }
}
