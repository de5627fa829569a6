package io.github.polystill.models.savedmodel;

import io.github.polystill.models.SmallArchitecture;
import java.nio.file.Path;

/** Prints what models predict; for a JVM of its own. */
final class PrintProbabilities {
  private PrintProbabilities() {}

  /** Takes pairs of a directory and the {@link SmallArchitecture} whose texts it is to read. */
  public static void main(String[] arguments) {
    for (int i = 0; i < arguments.length; i += 2) {
      int[][] texts = ExportedNetwork.texts(SmallArchitecture.valueOf(arguments[i + 1]));
      try (LoadedModel model = LoadedModel.load(Path.of(arguments[i]))) {
        for (float[] row : model.probabilities(ExportedNetwork.paddedBatch(texts))) {
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
