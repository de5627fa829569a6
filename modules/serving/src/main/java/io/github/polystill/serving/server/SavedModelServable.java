package io.github.polystill.serving.server;

import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.SignatureCalls;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.models.savedmodel.TextClassifier;
import io.github.polystill.models.savedmodel.TextTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A version of an exported model, loaded. */
public final class SavedModelServable implements Servable, AutoCloseable {
  private static final String NUMBER = "[1-9][0-9]{0,17}";

  private final TextClassifier classifier;
  private final SignatureCalls calls;

  private SavedModelServable(TextClassifier classifier) {
    this.classifier = classifier;
    this.calls = classifier.model().calls();
  }

  /**
   * Loads a model.
   *
   * @param directory a version's directory, or the one above, of which the highest version is taken
   * @throws io.github.polystill.data.InvalidInputException where there is none or it is damaged
   */
  public static SavedModelServable load(Path directory) throws IOException {
    return new SavedModelServable(TextClassifier.load(directory));
  }

  /** The name of the directory that the versions are in, which TF Serving calls a model by. */
  public String name() {
    Path version = classifier.version().toAbsolutePath().normalize();
    boolean isNumbered = version.getFileName().toString().matches(NUMBER);
    Path named = isNumbered ? version.getParent() : version;
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

  @Override
  public void close() {
    classifier.close();
  }
}
