package io.github.polystill.models.savedmodel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Writes all of a model's version that follows from the model itself. */
public final class ModelWriter {
  private static final int SELF_CHECK_TEXTS = 8;
  private static final int WARMUP_LENGTHS = 4;

  private ModelWriter() {}

  /**
   * Writes the SavedModel, its card, requests to warm up with, and what it says of some texts.
   *
   * @param directory an existing, empty directory
   * @param name of the model in TF Serving
   * @param longestCall what one call may take of the model that is returned
   * @return the model as it has been written, to be closed
   */
  public static LoadedModel write(
      Path directory, String name, ServedModel model, ModelCard card, Duration longestCall)
      throws IOException {
    InferenceGraphWriter.write(directory, model);
    card.write(Files.createDirectories(directory.resolve(ModelCard.DIRECTORY)));
    WarmupRequests.write(directory, name, model, texts(model, WARMUP_LENGTHS));
    LoadedModel loaded = LoadedModel.load(directory, 1, longestCall);
    try {
      List<List<String>> texts = texts(model, SELF_CHECK_TEXTS);
      new SelfCheck(texts, loaded.probabilities(texts)).write(directory);
      return loaded;
    } catch (RuntimeException | IOException e) {
      loaded.close();
      throw e;
    }
  }

  private static List<List<String>> texts(ServedModel model, int count) {
    return RandomTexts.of(model.vocabulary(), count, model.layout().length());
  }
}
