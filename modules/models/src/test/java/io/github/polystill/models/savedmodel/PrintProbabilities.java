package io.github.polystill.models.savedmodel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Prints what models predict; for a JVM of its own. */
final class PrintProbabilities {
  private PrintProbabilities() {}

  private static int outputsOfNothing(LoadedModel model) {
    SignatureDescription characters = model.calls().signatures().get("characters");
    DenseTensor texts = new DenseTensor.Strings(new int[] {1}, new String[] {""});
    return model.calls().call(characters, Map.of("texts", texts)).size();
  }

  /** Takes directories. */
  public static void main(String[] directories) throws IOException {
    for (String directory : directories) {
      try (LoadedModel model = LoadedModel.load(Path.of(directory))) {
        System.out.println("outputs of nothing " + outputsOfNothing(model));
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
