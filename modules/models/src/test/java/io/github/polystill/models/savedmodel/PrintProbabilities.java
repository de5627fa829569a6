package io.github.polystill.models.savedmodel;

import java.io.IOException;
import java.nio.file.Path;

/** Prints what models predict; for a JVM of its own. */
final class PrintProbabilities {
  private PrintProbabilities() {}

  /** Takes directories. */
  public static void main(String[] directories) throws IOException {
    for (String directory : directories) {
      try (LoadedModel model = LoadedModel.load(Path.of(directory))) {
        for (float[] row : model.probabilities(ExportedNetwork.tokens())) {
          StringBuilder line = new StringBuilder("probabilities");
          for (float probability : row) {
            line.append(' ').append(probability);
          }
          System.out.println(line);
        }
      }
    }
  }
}
