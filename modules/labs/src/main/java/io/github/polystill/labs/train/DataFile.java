package io.github.polystill.labs.train;

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
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      int[] header = {
        MAGIC,
        texts.tokens().length,
        Lengths.LONGEST,
        texts.vectors().rows(),
        texts.vectors().dimensions(),
        SyntheticTexts.LABELS
      };
      for (int number : header) {
        write(out, number);
      }
      for (int[] text : texts.tokens()) {
        for (int i = 0; i < Lengths.LONGEST; i++) {
          write(out, i < text.length ? text[i] : 0);
        }
      }
      for (float[] row : texts.targets()) {
        for (float target : row) {
          write(out, Float.floatToRawIntBits(target));
        }
      }
      for (float value : texts.vectors().values()) {
        write(out, Float.floatToRawIntBits(value));
      }
    }
  }

  private static void write(DataOutputStream out, int value) throws IOException {
    out.writeInt(Integer.reverseBytes(value));
  }
}
