package io.github.polystill.models.savedmodel;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.data.transformers.Transformers;
import io.github.polystill.evaluation.TrainingRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/** How an exported model wants its texts: cut into words as in training. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class ModelText implements AutoCloseable {
  private final Path version;
  private final ModelCard card;
  private final Vocabulary vocabulary;
  private final Optional<Path> segmenterModel;

  /** Null until the first text, where it has a model. */
  private Segmenter segmenter;

  private Optional<Segmenter> opened = Optional.empty();

  private ModelText(
      Path version, ModelCard card, Vocabulary vocabulary, Optional<Path> segmenterModel) {
    this.version = version;
    this.card = card;
    this.vocabulary = vocabulary;
    this.segmenterModel = segmenterModel;
    this.segmenter =
        card.segmenter().equals(Segmenters.CKIP) ? null : Segmenters.byName(card.segmenter());
  }

  /**
   * Reads a model's description; its network is not loaded.
   *
   * @param directory a version's directory, or the one above, of which the highest version is taken
   * @throws io.github.polystill.data.InvalidInputException where there is none or it is damaged
   */
  public static ModelText read(Path directory) throws IOException {
    return read(directory, Optional.empty());
  }

  /**
   * The same of a model whose segmenter may have one of its own.
   *
   * @param segmenterModel directory of the segmenter's model, which is looked at with the first
   *     text; the one of training
   */
  public static ModelText read(Path directory, Optional<Path> segmenterModel) throws IOException {
    Path version = ModelVersions.resolve(directory);
    ModelFiles.check(version);
    return ofChecked(version, segmenterModel);
  }

  /** That of a version whose files are known to stay in it. */
  static ModelText ofChecked(Path version, Optional<Path> segmenterModel) throws IOException {
    ModelCard card = ModelCard.read(version.resolve(ModelCard.DIRECTORY));
    Path file = version.resolve(LoadedModel.VOCABULARY_FILE);
    Vocabulary vocabulary = Vocabulary.load(file);
    // One that was cut off would turn words into unknown ones and still predict something.
    Object expected = card.provenance().get(ModelCard.VOCABULARY_HASH);
    if (expected != null && !expected.equals(vocabulary.contentHash())) {
      throw new InvalidInputException(
          file + ": not the vocabulary that the model was exported with; export the model again");
    }
    return new ModelText(version, card, vocabulary, segmenterModel);
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

  /** Rows of attention that a text has: one for each label of a teacher, else one. */
  public int experts() {
    return card.training() == TrainingRow.TEACHER ? card.labels().size() : 1;
  }

  /** What its exporter says of it. */
  public ModelCard card() {
    return card;
  }

  /**
   * The words of a raw text and its line ends, cut as in training.
   *
   * @throws InvalidInputException where the segmenter needs a model and has not that of training
   */
  public TextTokens tokens(String text) {
    return tokens(SegmentedText.of(text, segmenter()));
  }

  private synchronized Segmenter segmenter() {
    if (segmenter == null) {
      segmenter = ckip();
    }
    return segmenter;
  }

  private Segmenter ckip() {
    if (segmenterModel.isEmpty()) {
      throw InvalidInputException.of(
          "%s: its texts are cut by ckip, whose model is no part of it; give the directory of that"
              + " (--segmenter-model)",
          version);
    }
    Object settings = card.provenance().getOrDefault(ModelCard.SEGMENTATION, Map.of());
    Map<?, ?> trained = settings instanceof Map<?, ?> map ? map : Map.of();
    Segmenter ckip =
        Transformers.require(version + ", which is cut by ckip")
            .ckip(
                segmenterModel.get(),
                Boolean.TRUE.equals(trained.get("delimiters")),
                !Boolean.FALSE.equals(trained.get("normalize")));
    opened = Optional.of(ckip);
    if (!ckip.settings().equals(trained)) {
      throw InvalidInputException.of(
          "%s: is not the CKIP model that cut the training texts of %s; give that",
          segmenterModel.get(), version);
    }
    return ckip;
  }

  /** The same with the segmenter that the training texts were cut by, which stays open. */
  ModelText with(Segmenter given) {
    ModelText text = new ModelText(version, card, vocabulary, segmenterModel);
    text.segmenter = given;
    return text;
  }

  /** Closes the segmenter's model, where it was needed. */
  @Override
  public synchronized void close() {
    opened.ifPresent(Segmenter::close);
  }

  /** The same of a text that has been cut. */
  public TextTokens tokens(SegmentedText segmented) {
    List<String> all = segmented.tokens();
    List<String> given = all.subList(0, given(all));
    int[] ids = card.layout().toLayout(card.length()).encode(segmented, vocabulary);
    int words = (int) Arrays.stream(ids).filter(id -> id != Vocabulary.PADDING_ID).count();
    int without =
        Math.min(segmented.words().size(), card.length()) - words; // a place in a sentence
    return new TextTokens(
        given,
        all.size() - given.size() + without,
        words,
        (int) Arrays.stream(ids).filter(id -> id == Vocabulary.UNKNOWN_ID).count(),
        Arrays.stream(ids).anyMatch(vocabulary::isKnownWord));
  }

  /** How many of some tokens, the first ones, a model of its length can read. */
  private int given(List<String> tokens) {
    int words = 0;
    for (int i = 0; i < tokens.size(); i++) {
      words += tokens.get(i).equals(LoadedModel.LINE_END) ? 0 : 1;
      if (words == card.length()) {
        return i + 1;
      }
    }
    return tokens.size();
  }
}
