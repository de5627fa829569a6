package io.github.polystill.models.savedmodel;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model's outputs say of each text, a row. */
record PredictionOutputs(Map<String, DenseTensor> byName) {
  float[] floats(String name, int row) {
    DenseTensor.Floats tensor = (DenseTensor.Floats) byName.get(name);
    return Arrays.copyOfRange(
        tensor.values(), row * tensor.rowSize(), (row + 1) * tensor.rowSize());
  }

  List<String> strings(String name, int row) {
    DenseTensor.Strings tensor = (DenseTensor.Strings) byName.get(name);
    return List.of(
        Arrays.copyOfRange(tensor.values(), row * tensor.rowSize(), (row + 1) * tensor.rowSize()));
  }

  /** The probabilities of all texts, [texts][labels]. */
  float[][] probabilities() {
    float[][] rows = new float[byName.get(ServingSignatures.PROBABILITIES).rows()][];
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
    int width = shape[shape.length - 1];
    float[] all = floats(name, row);
    float[][] weights = new float[all.length / width][];
    Arrays.setAll(weights, i -> Arrays.copyOfRange(all, i * width, i * width + tokens));
    return Optional.of(weights);
  }

  private Optional<int[]> sentence(int row, int tokens) {
    return Optional.ofNullable((DenseTensor.Integers) byName.get(AttentionOutputs.SENTENCE))
        .map(
            tensor -> {
              int from = row * tensor.rowSize();
              return Arrays.copyOfRange(tensor.values(), from, from + tokens);
            });
  }
}
