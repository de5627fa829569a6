package io.github.polystill.labs.train;

import io.github.polystill.embeddings.EmbeddingMatrix;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The texts as the Keras side reads them: a file of little-endian numbers, described in {@code
 * keras_train.py}.
 */
public final class DataFile {
  private static final int MAGIC = 0x504C5354;

  private DataFile() {}

  /** Writes texts, padded to the longest that there may be. */
  public static void write(Path file, SyntheticTexts texts) throws IOException {
    write(file, texts.tokens(), Lengths.LONGEST, texts.targets(), texts.vectors());
  }

  /**
   * Writes texts.
   *
   * @param tokens [texts][at most length]
   * @param length to which they are padded
   * @param targets [texts][labels]
   */
  public static void write(
      Path file, int[][] tokens, int length, float[][] targets, EmbeddingMatrix vectors)
      throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      int[] header = {
        MAGIC, tokens.length, length, vectors.rows(), vectors.dimensions(), targets[0].length
      };
      for (int number : header) {
        write(out, number);
      }
      for (int[] text : tokens) {
        for (int i = 0; i < length; i++) {
          write(out, i < text.length ? text[i] : 0);
        }
      }
      for (float[] row : targets) {
        for (float target : row) {
          write(out, Float.floatToRawIntBits(target));
        }
      }
      for (float value : vectors.values()) {
        write(out, Float.floatToRawIntBits(value));
      }
    }
  }

  private static void write(DataOutputStream out, int value) throws IOException {
    out.writeInt(Integer.reverseBytes(value));
  }
}
