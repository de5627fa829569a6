package io.github.polystill.serving.protocol;

import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.SignatureDescription;
import java.util.List;
import java.util.Map;

/** What the body of {@code POST /v1/models/<name>:predict} asks for. */
public sealed interface PredictRequest {
  /** Whether the answer has a list for each output instead of an object for each text. */
  boolean columnar();

  /** Number of texts. */
  int rows();

  /**
   * Tensors for a signature, as TF Serving takes them.
   *
   * @param inputs one for each input of the signature, all of as many rows
   */
  record Tensors(SignatureDescription signature, Map<String, DenseTensor> inputs, boolean columnar)
      implements PredictRequest {
    public Tensors {
      inputs = Map.copyOf(inputs);
    }

    @Override
    public int rows() {
      return inputs.values().iterator().next().rows();
    }
  }

  /**
   * Raw texts, which TF Serving does not take.
   *
   * @param texts none blank
   */
  record Texts(List<String> texts, boolean columnar) implements PredictRequest {
    public Texts {
      texts = List.copyOf(texts);
    }

    @Override
    public int rows() {
      return texts.size();
    }
  }
}
