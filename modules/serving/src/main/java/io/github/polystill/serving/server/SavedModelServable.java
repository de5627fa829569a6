package io.github.polystill.serving.server;

import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.LoadedModel;
import io.github.polystill.models.savedmodel.SignatureCalls;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.models.savedmodel.TextClassifier;
import io.github.polystill.models.savedmodel.TextTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A classifier as a server offers it. */
public record SavedModelServable(TextClassifier classifier, SignatureCalls calls)
    implements Servable, AutoCloseable {
  private static final String NUMBER = "[1-9][0-9]{0,17}";

  /**
   * Loads a model.
   *
   * @param directory as of {@link TextClassifier#load}
   */
  public static SavedModelServable load(Path directory) throws IOException {
    return load(directory, LoadedModel.LONGEST_CALL, Optional.empty());
  }

  /**
   * The same with a limit, and of a model whose segmenter may have one of its own.
   *
   * @param longestCall what one call may take before the model is stopped
   */
  static SavedModelServable load(
      Path directory, Duration longestCall, Optional<Path> segmenterModel) throws IOException {
    TextClassifier classifier = TextClassifier.load(directory, longestCall, segmenterModel);
    return new SavedModelServable(classifier, classifier.model().calls());
  }

  /** The name of the directory that the versions are in, which TF Serving calls a model by. */
  public String name() {
    Path version = classifier.version().toAbsolutePath().normalize();
    Path named = version.getFileName().toString().matches(NUMBER) ? version.getParent() : version;
    return named == null || named.getFileName() == null ? "model" : named.getFileName().toString();
  }

  /** {@inheritDoc} 1 for a directory that has no number for a name. */
  @Override
  public long version() {
    String name = classifier.version().toAbsolutePath().normalize().getFileName().toString();
    return name.matches(NUMBER) ? Long.parseLong(name) : 1;
  }

  @Override
  public Map<String, SignatureDescription> signatures() {
    return calls.signatures();
  }

  @Override
  public Map<String, DenseTensor> call(
      SignatureDescription signature, Map<String, DenseTensor> inputs) {
    return calls.call(signature, inputs);
  }

  @Override
  public TextTokens tokens(String text) {
    return classifier.text().tokens(text);
  }

  /** Cuts a text and asks the model once: the first time takes longest. */
  void warmUp() {
    classifier.model().predict(List.of(tokens("1").tokens()), false);
  }

  @Override
  public boolean isStopped() {
    return classifier.model().isStopped();
  }

  @Override
  public void close() {
    classifier.close();
  }
}
