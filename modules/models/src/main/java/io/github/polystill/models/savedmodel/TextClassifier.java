package io.github.polystill.models.savedmodel;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.lang3.function.Failable;
import org.apiguardian.api.API;

/** A trained model with all it takes to go from raw text to labels. */
@API(status = API.Status.STABLE, since = "0.1.0")
public final class TextClassifier implements TextModel {
  private static final int BATCH = 64;
  private static final String NAME = "polystill";

  private final ModelText text;
  private final LoadedModel model;
  private final Optional<Path> temporary;

  private TextClassifier(ModelText text, LoadedModel model, Optional<Path> temporary) {
    this.text = text;
    this.model = model;
    this.temporary = temporary;
  }

  /**
   * A model that has just been trained. Its files are temporary until it is {@link #save saved}.
   */
  public static TextClassifier of(ServedModel model, ModelCard card) throws IOException {
    return of(model, card, Optional.empty());
  }

  /**
   * The same with what cuts raw texts for it.
   *
   * @param segmenter stays open; by default that of the card
   */
  public static TextClassifier of(ServedModel model, ModelCard card, Optional<Segmenter> segmenter)
      throws IOException {
    Path files = Files.createTempDirectory("polystill-model");
    try {
      LoadedModel loaded = ModelWriter.write(files, NAME, model, card, LoadedModel.LONGEST_CALL);
      ModelText text = ModelText.ofChecked(files, Optional.empty());
      return new TextClassifier(segmenter.map(text::with).orElse(text), loaded, Optional.of(files));
    } catch (RuntimeException | IOException e) {
      AtomicFiles.deleteRecursively(files);
      throw e;
    }
  }

  /**
   * Loads a model.
   *
   * @param directory a version's directory, or the one above, of which the highest version is taken
   * @throws InvalidInputException where there is no model or it is damaged
   */
  public static TextClassifier load(Path directory) throws IOException {
    return load(directory, LoadedModel.LONGEST_CALL, Optional.empty());
  }

  /**
   * The same with a limit, and of a model whose segmenter may have one of its own.
   *
   * @param longestCall what the model may take for one call, which has up to some dozens of texts,
   *     before it is {@link StoppedModelException stopped}
   * @param segmenterModel as of {@link ModelText#read(Path, Optional)}
   */
  public static TextClassifier load(
      Path directory, Duration longestCall, Optional<Path> segmenterModel) throws IOException {
    Path version = ModelVersions.resolve(directory);
    LoadedModel model = LoadedModel.load(version, 1, longestCall);
    try {
      ModelText text = ModelText.ofChecked(version, segmenterModel);
      requireFit(version, text.card(), model);
      return new TextClassifier(text, model, Optional.empty());
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
   * Saves it as a version of a model, which can be {@link #load loaded} and served as an exported
   * one.
   *
   * @param version directory to write, whose name TF Serving wants to be a number
   * @throws InvalidInputException where it exists
   */
  public void save(Path version) throws IOException {
    if (Files.exists(version)) {
      throw new InvalidInputException(
          version + " exists, and versions are never overwritten; give another directory");
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(version())) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    AtomicFiles.writeOutputDirectory(
        version,
        directory -> {
          for (Path file : files) {
            Path copy = directory.resolve(version().relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
          }
        });
  }

  /** The directory that the version was loaded from; of a model just trained a temporary one. */
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

  /** What it says of one text. */
  public TextAnswer predict(String one) {
    return predict(List.of(one), false).get(0);
  }

  /** Truth and probabilities of documents whose labels are known. */
  public Predictions predictions(List<Document> documents) {
    return predictions(documents, answers(documents));
  }

  /** Figures of documents whose labels are known, by the model's thresholds. */
  public MultiLabelEvaluation evaluate(List<Document> documents) {
    List<TextAnswer> answers = answers(documents);
    return MultiLabelEvaluator.evaluate(
        predictions(documents, answers),
        text.thresholds().stream().mapToDouble(Double::doubleValue).toArray(),
        i -> !answers.get(i).text().hasKnownWord());
  }

  private List<TextAnswer> answers(List<Document> documents) {
    List<TextAnswer> answers = new ArrayList<>();
    for (int begin = 0; begin < documents.size(); begin += BATCH) {
      List<Document> batch = documents.subList(begin, Math.min(begin + BATCH, documents.size()));
      answers.addAll(predict(batch.stream().map(Document::text).toList(), false));
    }
    return answers;
  }

  private Predictions predictions(List<Document> documents, List<TextAnswer> answers) {
    LabelSet labels = LabelSet.of(labels());
    return new Predictions(
        labels,
        documents.stream().map(Document::id).toList(),
        new Corpus(documents, labels).targets(),
        answers.stream().map(it -> it.prediction().probabilities()).toArray(float[][]::new));
  }

  @Override
  public void close() {
    text.close();
    model.close();
    temporary.ifPresent(Failable.asConsumer(AtomicFiles::deleteRecursively));
  }
}
