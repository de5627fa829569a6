package io.github.polystill.models.savedmodel;

import io.github.polystill.data.InvalidInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model's outputs say of each text, a row. A damaged model may have others than its
 * signature says.
 *
 * @param directory of the model, for messages
 */
record PredictionOutputs(Path directory, Map<String, DenseTensor> byName) {
  private <T extends DenseTensor> T tensor(Class<T> type, String name, int row) {
    DenseTensor tensor = byName.get(name);
    if (!type.isInstance(tensor) || tensor.shape().length == 0 || row >= tensor.rows()) {
      throw unlikeItsSignature(name);
    }
    return type.cast(tensor);
  }

  private InvalidInputException unlikeItsSignature(String name) {
    return DamagedModel.unlikeItsSignature(directory, name);
  }

  float[] floats(String name, int row) {
    DenseTensor.Floats tensor = tensor(DenseTensor.Floats.class, name, row);
    return Arrays.copyOfRange(
        tensor.values(), row * tensor.rowSize(), (row + 1) * tensor.rowSize());
  }

  List<String> strings(String name, int row) {
    DenseTensor.Strings tensor = tensor(DenseTensor.Strings.class, name, row);
    return List.of(
        Arrays.copyOfRange(tensor.values(), row * tensor.rowSize(), (row + 1) * tensor.rowSize()));
  }

  /**
   * The same outputs, once each text has a probability of each label.
   *
   * @throws InvalidInputException where there are more or fewer
   */
  PredictionOutputs requireShape(int texts, int labels) {
    DenseTensor all = tensor(DenseTensor.Floats.class, ServingSignatures.PROBABILITIES, 0);
    if (all.rows() != texts || all.rowSize() != labels) {
      throw unlikeItsSignature(ServingSignatures.PROBABILITIES);
    }
    return this;
  }

  /** The probabilities of all texts, [texts][labels]. */
  float[][] probabilities() {
    float[][] rows =
        new float[tensor(DenseTensor.Floats.class, ServingSignatures.PROBABILITIES, 0).rows()][];
    Arrays.setAll(rows, row -> floats(ServingSignatures.PROBABILITIES, row));
    return rows;
  }

  /**
   * The prediction of a text.
   *
   * @param tokens number of its own, without padding
   */
  Prediction prediction(int row, int tokens) {
    return new Prediction(
        floats(ServingSignatures.PROBABILITIES, row),
        strings(LabelOutputs.PREDICTED, row).stream().filter(it -> !it.isEmpty()).toList(),
        weights(AttentionOutputs.WORDS, row, tokens)
            .map(
                words ->
                    new Prediction.Attention(
                        words,
                        weights(AttentionOutputs.SENTENCES, row, tokens),
                        sentence(row, tokens))));
  }

  /** Weights of one text: a student's are [B, n], a teacher's [B, labels, n]. */
  private Optional<float[][]> weights(String name, int row, int tokens) {
    if (!byName.containsKey(name)) {
      return Optional.empty();
    }
    int[] shape = byName.get(name).shape();
    float[] all = floats(name, row);
    int width = shape[shape.length - 1];
    if (width == 0 || width < tokens) {
      throw unlikeItsSignature(name);
    }
    float[][] weights = new float[all.length / width][];
    Arrays.setAll(weights, i -> Arrays.copyOfRange(all, i * width, i * width + tokens));
    return Optional.of(weights);
  }

  private Optional<int[]> sentence(int row, int tokens) {
    if (!byName.containsKey(AttentionOutputs.SENTENCE)) {
      return Optional.empty();
    }
    DenseTensor.Integers tensor =
        tensor(DenseTensor.Integers.class, AttentionOutputs.SENTENCE, row);
    if (tensor.rowSize() < tokens) {
      throw unlikeItsSignature(AttentionOutputs.SENTENCE);
    }
    int from = row * tensor.rowSize();
    return Optional.of(Arrays.copyOfRange(tensor.values(), from, from + tokens));
  }
}
