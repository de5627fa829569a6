package io.github.polystill.embeddings;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes files of word vectors that {@link WordVectorsReader}, word2vec, gensim and fastText read.
 * A file appears whole or not at all.
 */
public final class WordVectorsWriter {
  private WordVectorsWriter() {}

  /**
   * Writes {@link WordVectorsFormat#TEXT}; reading it gives back the same floats.
   *
   * @param words the word of every row of the matrix
   * @throws InvalidInputException where a word is empty or has a blank or a line end, which the
   *     format cannot hold
   */
  public static void writeText(Path file, List<String> words, EmbeddingMatrix vectors)
      throws IOException {
    requireWritable(words, vectors);
    AtomicFiles.write(
        file,
        out -> {
          write(out, header(vectors));
          for (int row = 0; row < vectors.rows(); row++) {
            StringBuilder line = new StringBuilder(words.get(row));
            for (int column = 0; column < vectors.dimensions(); column++) {
              line.append(' ').append(vectors.values()[row * vectors.dimensions() + column]);
            }
            write(out, line.append('\n').toString());
          }
        });
  }

  /**
   * Writes {@link WordVectorsFormat#BINARY} with a line end after every row, as word2vec does.
   *
   * @param words the word of every row of the matrix
   * @throws InvalidInputException as {@link #writeText} does
   */
  public static void writeBinary(Path file, List<String> words, EmbeddingMatrix vectors)
      throws IOException {
    requireWritable(words, vectors);
    ByteBuffer numbers =
        ByteBuffer.allocate(vectors.dimensions() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    AtomicFiles.write(
        file,
        out -> {
          write(out, header(vectors));
          for (int row = 0; row < vectors.rows(); row++) {
            write(out, words.get(row) + " ");
            numbers
                .asFloatBuffer()
                .put(vectors.values(), row * vectors.dimensions(), vectors.dimensions());
            out.write(numbers.array());
            out.write('\n');
          }
        });
  }

  private static String header(EmbeddingMatrix vectors) {
    return vectors.rows() + " " + vectors.dimensions() + "\n";
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void requireWritable(List<String> words, EmbeddingMatrix vectors) {
    if (words.size() != vectors.rows()) {
      throw new IllegalArgumentException(
          words.size() + " words for " + vectors.rows() + " vectors");
    }
    for (String word : words) {
      if (word.isEmpty() || word.chars().anyMatch(c -> " \t\r\n".indexOf(c) >= 0)) {
        throw new InvalidInputException(
            "word "
                + VectorRows.shown(word)
                + " is empty or has a blank or line end, which files of word vectors cannot hold;"
                + " remove it");
      }
    }
    for (float value : vectors.values()) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("a vector has the number " + value);
      }
    }
  }
}
