package io.github.polystill.models.savedmodel;

import java.util.List;
import java.util.Optional;

/**
 * A way to ask a SavedModel.
 *
 * @param name that a request gives as {@code signature_name}
 * @param methodName what TF Serving takes it for
 * @param inputs ordered by name
 * @param outputs ordered by name
 */
public record SignatureDescription(
    String name,
    String methodName,
    List<TensorDescription> inputs,
    List<TensorDescription> outputs) {
  public SignatureDescription {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * Values that the largest output has for each token of a text: one, or one for each expert of a
   * teacher with attention.
   */
  public long valuesPerToken() {
    return outputs.stream()
        .filter(TensorDescription::isPerToken)
        .mapToLong(
            output ->
                output.shape().stream()
                    .filter(size -> size > 0)
                    .mapToLong(Integer::longValue)
                    .reduce(1, Math::multiplyExact))
        .max()
        .orElse(1);
  }

  /** The input of a name. */
  public Optional<TensorDescription> input(String wanted) {
    return inputs.stream().filter(it -> it.name().equals(wanted)).findFirst();
  }

  /** The output of a name. */
  public Optional<TensorDescription> output(String wanted) {
    return outputs.stream().filter(it -> it.name().equals(wanted)).findFirst();
  }
}
