package io.github.polystill.embeddings;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * Writes files of word vectors that {@link WordVectorsReader}, word2vec, gensim and fastText read.
 * A file appears whole or not at all. Rows are taken one by one, so memory holds one of them.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class WordVectorsWriter {
  private WordVectorsWriter() {}

  /**
   * Writes {@link WordVectorsFormat#TEXT}; reading it gives back the same floats.
   *
   * @throws InvalidInputException where a word is empty or has a blank or a line end, which the
   *     format cannot hold
   */
  public static void writeText(Path file, WordVectorSource source) throws IOException {
    float[] vector = new float[source.dimensions()];
    AtomicFiles.writeOutput(
        file,
        out -> {
          write(out, header(source));
          for (int row = 0; row < source.size(); row++) {
            StringBuilder line = new StringBuilder(writable(source.word(row)));
            copyFinite(source, row, vector);
            for (float value : vector) {
              line.append(' ').append(value);
            }
            write(out, line.append('\n').toString());
          }
        });
  }

  /**
   * Writes {@link WordVectorsFormat#BINARY} with a line end after every row, as word2vec does.
   *
   * @throws InvalidInputException as {@link #writeText} does
   */
  public static void writeBinary(Path file, WordVectorSource source) throws IOException {
    float[] vector = new float[source.dimensions()];
    ByteBuffer numbers =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    AtomicFiles.writeOutput(
        file,
        out -> {
          write(out, header(source));
          for (int row = 0; row < source.size(); row++) {
            write(out, writable(source.word(row)) + " ");
            copyFinite(source, row, vector);
            numbers.asFloatBuffer().put(vector);
            out.write(numbers.array());
            out.write('\n');
          }
        });
  }

  private static String header(WordVectorSource source) {
    return source.size() + " " + source.dimensions() + "\n";
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String writable(String word) {
    if (word.isEmpty() || word.chars().anyMatch(c -> " \t\r\n".indexOf(c) >= 0)) {
      throw InvalidInputException.of(
          "word %s is empty or has a blank or line end, which files of word vectors cannot hold;"
              + " remove it",
          VectorRows.shown(word));
    }
    return word;
  }

  private static void copyFinite(WordVectorSource source, int row, float[] vector) {
    source.copyVector(row, vector);
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "the vector of " + VectorRows.shown(source.word(row)) + " has the number " + value);
      }
    }
  }
}
