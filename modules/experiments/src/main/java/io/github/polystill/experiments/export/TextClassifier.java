package io.github.polystill.experiments.export;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.models.savedmodel.LoadedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** An exported model with all it takes to go from raw text to labels. */
public final class TextClassifier implements AutoCloseable {
  private final Path version;
  private final ModelCard card;
  private final Segmenter segmenter;
  private final LoadedModel model;

  private TextClassifier(Path version, ModelCard card, LoadedModel model) {
    this.version = version;
    this.card = card;
    this.segmenter = Segmenters.byName(card.segmenter());
    this.model = model;
  }

  /**
   * Loads a model.
   *
   * @param directory a version's directory, or the one above, of which the highest version is taken
   * @throws InvalidInputException where there is no model or it is damaged
   */
  public static TextClassifier load(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new InvalidInputException(
          directory + ": no such directory; give the one that polystill export wrote");
    }
    Path version = directory;
    if (!Files.exists(directory.resolve("saved_model.pb"))) {
      OptionalLong highest = new ModelVersions(directory).highest();
      if (highest.isPresent()) {
        version = directory.resolve(Long.toString(highest.getAsLong()));
      }
    }
    LoadedModel model = LoadedModel.load(version);
    try {
      ModelCard card = ModelCard.read(version.resolve(ModelExporter.EXTRA_ASSETS));
      requireFit(version, card, model);
      requireSame(version.resolve(LoadedModel.VOCABULARY_FILE), card);
      return new TextClassifier(version, card, model);
    } catch (RuntimeException | IOException e) {
      model.close();
      throw e;
    }
  }

  private static void requireFit(Path version, ModelCard card, LoadedModel model) {
    if (!card.labels().equals(model.labels()) || card.thresholds().size() != model.outputs()) {
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
    return version;
  }

  public List<String> labels() {
    return card.labels();
  }

  /** The words of a raw text and its line ends, cut as in training. */
  public List<String> tokens(String text) {
    return SegmentedText.of(text, segmenter).tokens();
  }

  /** Every label's probability for some texts, labels in the model's order. */
  public List<List<LabelPrediction>> predict(List<String> texts) {
    float[][] probabilities = model.probabilities(texts.stream().map(this::tokens).toList());
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
