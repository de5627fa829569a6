package io.github.polystill.models.savedmodel;

import java.nio.file.Path;

/** Prints what the model in a directory predicts; for a JVM of its own. */
final class PrintProbabilities {
  private PrintProbabilities() {}

  public static void main(String[] arguments) {
    try (LoadedModel model = LoadedModel.load(Path.of(arguments[0]))) {
      for (float[] row : model.probabilities(ExportedNetwork.paddedBatch())) {
        StringBuilder line = new StringBuilder("probabilities");
        for (float probability : row) {
          line.append(' ').append(probability);
        }
        System.out.println(line);
      }
    }
  }
}
