package io.github.polystill.models.savedmodel;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.models.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * What a program needs to use an exported model, in {@code assets.extra/model.json}.
 *
 * @param format version of this description
 * @param architecture name
 * @param settings of the architecture, by the keys of experiment files; of several those of each
 * @param training how the model was trained
 * @param fold fold of cross-validation that the model was trained on
 * @param labels names of the outputs in their order
 * @param thresholds a label is predicted where its probability exceeds its own
 * @param segmenter what cut the training texts into words
 * @param layout how the words of a document become a row of tokens
 * @param length tokens per document: cut, or padded with id 0
 * @param unknownId id of words that are not in the vocabulary
 * @param provenance where the model comes from: experiment, polystill and TensorFlow versions,
 *     trials
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ModelCard(
    int format,
    String architecture,
    Map<String, Object> settings,
    TrainingRow training,
    int fold,
    List<String> labels,
    List<Double> thresholds,
    String segmenter,
    Layout layout,
    int length,
    int unknownId,
    Map<String, Object> provenance) {

  public static final int FORMAT = 3;

  /** Of the provenance: the vocabulary's content hash. */
  public static final String VOCABULARY_HASH = "vocabularySha256";

  /**
   * Of the provenance: what decides the words beside the segmenter's name, where something does.
   */
  static final String SEGMENTATION = "segmentation";

  /** Of the provenance: where the thresholds come from. */
  public static final String THRESHOLDS = "thresholds";

  /** Where it is in a version's directory; TF Serving looks past it. */
  public static final String DIRECTORY = "assets.extra";

  private static final String FILE = "model.json";

  /** Checks the layout, and that what it takes to read a text is there. */
  public ModelCard {
    labels = List.copyOf(labels);
    thresholds = List.copyOf(thresholds);
    Objects.requireNonNull(provenance);
    if (format == FORMAT) {
      layout.toLayout(length); // refuses what is none
      Objects.requireNonNull(segmenter);
    }
  }

  /**
   * The card of a model. One of several architectures is called by all of them.
   *
   * @param segmenter name of what cut the training texts into words
   */
  public static ModelCard of(
      ServedModel model,
      TrainingRow training,
      int fold,
      String segmenter,
      Map<String, Object> provenance) {
    List<Architecture> kinds =
        model.networks().stream().map(it -> it.spec().architecture()).toList();
    return new ModelCard(
        FORMAT,
        String.join("-and-", kinds.stream().map(Architecture::name).toList()),
        kinds.size() == 1
            ? kinds.get(0).sizes()
            : new TreeMap<>(
                kinds.stream().collect(Collectors.toMap(Architecture::name, Architecture::sizes))),
        training,
        fold,
        model.labels(),
        model.thresholds(),
        segmenter,
        Layout.of(model.layout()),
        model.layout().length(),
        Vocabulary.UNKNOWN_ID,
        provenance);
  }

  /** Adds to a provenance what a segmenter's words depend on. */
  public static void putSegmentation(Map<String, Object> provenance, Segmenter segmenter) {
    if (!segmenter.settings().isEmpty()) {
      provenance.put(SEGMENTATION, segmenter.settings());
    }
  }

  /** Writes it into a directory. */
  public void write(Path directory) throws IOException {
    Files.writeString(directory.resolve(FILE), RecordsJson.indented(this));
  }

  /** Whether a directory has just this description. */
  public boolean isIn(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    return Files.isRegularFile(file) && Files.readString(file).equals(RecordsJson.indented(this));
  }

  /**
   * Reads that of a directory.
   *
   * @throws InvalidInputException where there is none, it is damaged or of another format
   */
  public static ModelCard read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    ModelCard card =
        RecordsJson.readOne(file, ModelCard.class, "export the model again with polystill export");
    if (card.format() != FORMAT) {
      throw InvalidInputException.of(
          "%s: format %d, but this polystill reads format %d; export the model again",
          file, card.format(), FORMAT);
    }
    return card;
  }

  /**
   * A {@link TokenLayout} in a model card.
   *
   * @param kind {@value #WORDS} or {@value #SENTENCES}
   * @param sentences sentences of a row; null for words
   * @param wordsPerSentence positions of each; null for words
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Layout(String kind, Integer sentences, Integer wordsPerSentence) {
    static final String WORDS = "words";
    static final String SENTENCES = "sentences";

    public static Layout of(TokenLayout layout) {
      return layout instanceof TokenLayout.Sentences it
          ? new Layout(SENTENCES, it.sentences(), it.wordsPerSentence())
          : new Layout(WORDS, null, null);
    }

    /**
     * The layout.
     *
     * @param length token positions of a row
     * @throws IllegalArgumentException where there is none like that
     */
    public TokenLayout toLayout(int length) {
      TokenLayout layout =
          switch (kind) {
            case WORDS -> new TokenLayout.Words(length);
            case SENTENCES -> new TokenLayout.Sentences(sentences, wordsPerSentence);
            default -> throw new IllegalArgumentException("no layout is called " + kind);
          };
      if (layout.length() != length) {
        throw new IllegalArgumentException(layout + " has not " + length + " positions");
      }
      return layout;
    }
  }
}
