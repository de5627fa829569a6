package io.github.polystill.embeddings;

import io.github.polystill.data.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The words of a file and their vectors, one after the other. Rows are checked as they are read:
 * {@link #next} throws where the file is truncated or wrong.
 */
abstract sealed class VectorRows implements Closeable permits TextRows, BinaryRows {
  /** Longest part of the file that an error shows. */
  private static final int SHOWN = 40;

  final Path file;
  final VectorFileInput in;

  /** Number of rows read. */
  long rows;

  private double squares;

  VectorRows(Path file, VectorFileInput in) {
    this.file = file;
    this.in = in;
  }

  abstract WordVectorsFormat format();

  abstract int dimensions();

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

  /** The vector of the current row; overwritten by the next. */
  abstract float[] vector();

  /** Index in the bytes of the input where the current word starts. */
  abstract int wordStart();

  /** Index after the current word. */
  abstract int wordEnd();

  final String word() {
    return new String(in.bytes(), wordStart(), wordEnd() - wordStart(), StandardCharsets.UTF_8);
  }

  /** Adds the current word to a set, false where it is there already. */
  final boolean addTo(WordHashes seen) {
    return seen.add(in.bytes(), wordStart(), wordEnd());
  }

  /** Adds the current word and returns its number, -1 where it is there already. */
  final int addTo(PackedWords words) {
    return words.add(in.bytes(), wordStart(), wordEnd());
  }

  /** The error for a current word that came before. */
  final InvalidInputException comesTwice() {
    return new InvalidInputException(
        where() + ": word " + shown(word()) + " comes a second time; remove one of its vectors");
  }

  /** Sum of the squares of the current vector. */
  final double squares() {
    return squares;
  }

  /** Sums the squares of the current vector, which also tells whether all numbers are finite. */
  final void sumSquares() {
    double sum = 0;
    for (float value : vector()) {
      sum += (double) value * value;
    }
    squares = sum;
  }

  /** A part of the file to show in an error: short and on one line. */
  static String shown(String text) {
    String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return '"' + cut.replaceAll("\\p{Cntrl}", "?") + '"';
  }

  final InvalidInputException empty() {
    return new InvalidInputException(
        file + ": holds no word vectors; give a file in word2vec text or binary format");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
