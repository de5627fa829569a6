package io.github.polystill.serving.server;

import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.models.savedmodel.TextTokens;
import java.util.Map;

/** A model that a server offers; used by many threads at once. */
public interface Servable {
  /** The version's number. */
  long version();

  /** The model's signatures by name. */
  Map<String, SignatureDescription> signatures();

  /** Asks the model, see {@link io.github.polystill.models.savedmodel.SignatureCalls#call}. */
  Map<String, DenseTensor> call(SignatureDescription signature, Map<String, DenseTensor> inputs);

  /** Whether no further call has an answer, so that another servable must take its place. */
  default boolean isStopped() {
    return false;
  }

  /** What the model reads of a raw text, cut as in training. */
  TextTokens tokens(String text);
}
