package io.github.polystill.experiments.export;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.models.savedmodel.LoadedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An exported model with all it takes to go from raw text to labels. */
public final class TextClassifier implements AutoCloseable {
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
      requireSame(version.resolve(LoadedModel.VOCABULARY_FILE), text.card());
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

  /**
   * A vocabulary that was cut off would turn words into unknown ones and still predict something.
   */
  private static void requireSame(Path vocabulary, ModelCard card) throws IOException {
    Object expected = card.provenance().get(ModelCard.VOCABULARY_HASH);
    if (expected != null && !expected.equals(Vocabulary.load(vocabulary).contentHash())) {
      throw new InvalidInputException(
          vocabulary
              + ": not the vocabulary that the model was exported with; export the model again");
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

  /** Every label's probability for some texts, labels in the model's order. */
  public List<List<LabelPrediction>> predict(List<String> texts) {
    ModelCard card = text.card();
    float[][] probabilities = model.probabilities(texts.stream().map(text::tokens).toList());
    List<List<LabelPrediction>> predictions = new ArrayList<>();
    for (float[] row : probabilities) {
      List<LabelPrediction> labels = new ArrayList<>();
      for (int label = 0; label < row.length; label++) {
        labels.add(
            new LabelPrediction(
                card.labels().get(label), row[label], row[label] > card.thresholds().get(label)));
      }
      predictions.add(labels);
    }
    return predictions;
  }

  @Override
  public void close() {
    model.close();
  }
}
