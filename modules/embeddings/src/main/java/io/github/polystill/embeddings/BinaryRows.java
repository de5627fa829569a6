package io.github.polystill.embeddings;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;

/** Rows of word2vec's binary format. */
final class BinaryRows extends VectorRows {
  /** A longer word is none: numbers were taken for one. */
  private static final int MAX_WORD = 1 << 14;

  private final Header header;
  private int rowLength;

  /** Rows of an input that stands after the header. */
  BinaryRows(Path file, VectorFileInput in, Header header) {
    super(file, in, WordVectorsFormat.BINARY, header.dimensions());
    this.header = header;
  }

  @Override
  boolean advance() throws IOException {
    in.skip(rowLength);
    rowLength = 0;
    skipLineEnds();
    if (rows == header.words()) {
      if (rows == 0) {
        throw empty(file);
      }
      requireEndOfFile();
      return false;
    }
    rows++;
    wordLength = wordLength();
    int length = Math.addExact(wordLength + 1, vector.length * Float.BYTES);
    if (in.available(length) < length) {
      throw truncated();
    }
    in.floats(wordLength + 1, vector);
    sumSquares();
    if (!Double.isFinite(squares())) {
      throw notFinite();
    }
    rowLength = length;
    return true;
  }

  /** word2vec ends a row with a line end, gensim does not. */
  private void skipLineEnds() throws IOException {
    while (in.available(1) == 1 && in.bytes()[in.start()] == '\n') {
      in.skip(1);
    }
  }

  private int wordLength() throws IOException {
    int length = in.distanceTo((byte) ' ', (byte) ' ', MAX_WORD);
    if (length < 0 && in.available(MAX_WORD) < MAX_WORD) {
      throw truncated();
    }
    if (length <= 0 || in.distanceTo((byte) '\n', (byte) '\n', length) >= 0) {
      throw InvalidInputException.of(
          "%s: no word here; check that the file is complete and has %s dimensions as its first"
              + " line says",
          where(), vector.length);
    }
    return length;
  }

  private InvalidInputException truncated() {
    return InvalidInputException.of(
        "%s: the file ends before word %s, the last that its first line promises; check that the"
            + " file is complete",
        where(), header.words());
  }

  private InvalidInputException notFinite() {
    int column = 0;
    while (Float.isFinite(vector[column])) {
      column++;
    }
    return InvalidInputException.of(
        "%s: number %d of %s is %s; check that the file is complete and in binary format",
        where(), column + 1, shown(word()), vector[column]);
  }

  private void requireEndOfFile() throws IOException {
    if (in.available(1) > 0) {
      throw InvalidInputException.of(
          "%s: byte %s: more bytes than the %s words that the first line says; check that the file"
              + " is complete",
          file, in.offset(), rows);
    }
  }

  @Override
  String where() {
    return file + ": byte " + in.offset() + " (word " + rows + ")";
  }
}
