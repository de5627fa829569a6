package io.github.polystill.models.savedmodel;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** An exported model with all it takes to go from raw text to labels. */
public final class TextClassifier implements TextModel {
  private final ModelText text;
  private final LoadedModel model;

  private TextClassifier(ModelText text, LoadedModel model) {
    this.text = text;
    this.model = model;
  }

  /**
   * Loads a model.
   *
   * @param directory a version's directory, or the one above, of which the highest version is taken
   * @throws InvalidInputException where there is no model or it is damaged
   */
  public static TextClassifier load(Path directory) throws IOException {
    Path version = ModelVersions.resolve(directory);
    LoadedModel model = LoadedModel.load(version);
    try {
      ModelText text = ModelText.ofChecked(version);
      requireFit(version, text.card(), model);
      return new TextClassifier(text, model);
    } catch (RuntimeException | IOException e) {
      model.close();
      throw e;
    }
  }

  private static void requireFit(Path version, ModelCard card, LoadedModel model) {
    boolean fits =
        card.labels().equals(model.labels()) && card.thresholds().size() == model.outputs();
    for (int label = 0; fits && label < model.outputs(); label++) {
      // Models of earlier versions show the nearest float, those of this one the one below.
      float shown = model.thresholds()[label];
      double threshold = card.thresholds().get(label);
      fits = shown == (float) threshold || Math.nextUp(shown) == (float) threshold;
    }
    if (!fits) {
      throw new InvalidInputException(
          version + ": model.json does not fit the SavedModel; export the model again");
    }
  }

  /** The directory of the version that was loaded. */
  public Path version() {
    return text.version();
  }

  public List<String> labels() {
    return text.card().labels();
  }

  /** How texts become tokens. */
  public ModelText text() {
    return text;
  }

  /** The network. */
  public LoadedModel model() {
    return model;
  }

  @Override
  public List<TextAnswer> predict(List<String> texts, boolean withAttention) {
    List<TextTokens> read = texts.stream().map(text::tokens).toList();
    List<Prediction> predictions =
        model.predict(read.stream().map(TextTokens::tokens).toList(), withAttention);
    return IntStream.range(0, read.size())
        .mapToObj(i -> new TextAnswer(read.get(i), labels(), predictions.get(i)))
        .toList();
  }

  @Override
  public void close() {
    model.close();
  }
}
