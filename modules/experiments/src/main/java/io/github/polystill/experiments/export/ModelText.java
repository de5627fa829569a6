package io.github.polystill.experiments.export;

import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.models.savedmodel.LoadedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How an exported model wants its texts: cut into words as in training. */
public final class ModelText {
  private final Path version;
  private final ModelCard card;
  private final Segmenter segmenter;

  private ModelText(Path version, ModelCard card) {
    this.version = version;
    this.card = card;
    this.segmenter = Segmenters.byName(card.segmenter());
  }

  /**
   * Reads a model's description; its network is not loaded.
   *
   * @param directory a version's directory, or the one above, of which the highest version is taken
   * @throws io.github.polystill.data.InvalidInputException where there is none or it is damaged
   */
  public static ModelText read(Path directory) throws IOException {
    Path version = ModelVersions.resolve(directory);
    LoadedModel.checkFiles(version);
    return ofChecked(version);
  }

  /** That of a version whose files are known to stay in it. */
  static ModelText ofChecked(Path version) {
    return new ModelText(version, ModelCard.read(version.resolve(ModelExporter.EXTRA_ASSETS)));
  }

  /** The directory of the version. */
  public Path version() {
    return version;
  }

  /** The names of the labels in the order of the model's outputs. */
  public List<String> labels() {
    return card.labels();
  }

  /** The threshold that the probability of each label has to exceed, in the same order. */
  public List<Double> thresholds() {
    return card.thresholds();
  }

  /** Networks that the model consists of: an expert for each label in a teacher, else one. */
  public int experts() {
    return card.training().equals(TrainingRow.TEACHER.key()) ? card.labels().size() : 1;
  }

  ModelCard card() {
    return card;
  }

  /** The words of a raw text and its line ends, cut as in training. */
  public List<String> tokens(String text) {
    return SegmentedText.of(text, segmenter).tokens();
  }

  /** The first of some tokens, those that a model of its length can read. */
  public List<String> withoutUnread(List<String> tokens) {
    int words = 0;
    for (int i = 0; i < tokens.size(); i++) {
      words += tokens.get(i).equals(LoadedModel.LINE_END) ? 0 : 1;
      if (words == card.length()) {
        return tokens.subList(0, i + 1);
      }
    }
    return tokens;
  }
}
