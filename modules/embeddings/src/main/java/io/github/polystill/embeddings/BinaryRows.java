package io.github.polystill.embeddings;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Rows of word2vec's binary format. */
final class BinaryRows extends VectorRows {
  /** A longer word is none: numbers were taken for one. */
  private static final int MAX_WORD = 1 << 14;

  private final Header header;
  private final float[] vector;
  private int wordLength;
  private int rowLength;

  /** Rows of an input that stands after the header. */
  BinaryRows(Path file, VectorFileInput in, Header header) {
    super(file, in);
    this.header = header;
    this.vector = new float[header.dimensions()];
  }

  @Override
  WordVectorsFormat format() {
    return WordVectorsFormat.BINARY;
  }

  @Override
  int dimensions() {
    return vector.length;
  }

  @Override
  boolean advance() throws IOException {
    in.skip(rowLength);
    rowLength = 0;
    skipLineEnds();
    if (rows == header.words()) {
      if (rows == 0) {
        throw empty();
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
    int length = in.distanceTo((byte) ' ', MAX_WORD);
    if (length < 0 && in.available(MAX_WORD) < MAX_WORD) {
      throw truncated();
    }
    if (length <= 0 || in.distanceTo((byte) '\n', length) >= 0) {
      throw new InvalidInputException(
          where()
              + ": no word here; check that the file is complete and has "
              + vector.length
              + " dimensions as its first line says");
    }
    return length;
  }

  private InvalidInputException truncated() {
    return new InvalidInputException(
        where()
            + ": the file ends before word "
            + header.words()
            + ", the last that its first line promises; check that the file is complete");
  }

  private InvalidInputException notFinite() {
    int column = 0;
    while (Float.isFinite(vector[column])) {
      column++;
    }
    return new InvalidInputException(
        String.format(
            Locale.ROOT,
            "%s: number %d of %s is %s; check that the file is complete and in binary format",
            where(),
            column + 1,
            shown(word()),
            vector[column]));
  }

  private void requireEndOfFile() throws IOException {
    if (in.available(1) > 0) {
      throw new InvalidInputException(
          file
              + ": byte "
              + in.offset()
              + ": more bytes than the "
              + rows
              + " words that the first line says; check that the file is complete");
    }
  }

  @Override
  String where() {
    return file + ": byte " + in.offset() + " (word " + rows + ")";
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
