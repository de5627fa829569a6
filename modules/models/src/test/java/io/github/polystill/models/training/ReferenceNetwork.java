package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A network and its loss once more, in double precision and text by text, from the formulas of the
 * architecture and of {@link WeightedCrossEntropy}. Its gradients are finite differences.
 */
abstract class ReferenceNetwork {
  private static final int DIMENSIONS = 3;

  /** Of larger parameters it is every seventh element that is compared, and a sum of all. */
  private static final int ELEMENTS_AT_MOST = 500;

  private static final int STRIDE = 7;

  private final EmbeddingChannels channels;
  private final Map<String, double[]> weights = new HashMap<>();
  private int outputs;

  ReferenceNetwork(EmbeddingChannels channels) {
    this.channels = channels;
  }

  /** What the output layer reads. */
  abstract double[] features(int[] text);

  private void assign(Map<String, float[]> values, EmbeddingMatrix vectors) {
    values.forEach((name, value) -> weights.put(name, doubles(value)));
    weights.put("embedding.frozen", doubles(vectors.values()));
    outputs = weights("output.bias").length;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  /** The live values of a parameter: a change of an element changes the network. */
  final double[] weights(String name) {
    return weights.get(name);
  }

  final double[] logits(int[] text) {
    return dense("output", features(text));
  }

  /** The word vector as the network reads it, channels side by side. */
  final double[] vector(int word) {
    double[] vector = new double[DIMENSIONS * channels.count()];
    int next = 0;
    if (channels.frozen()) {
      System.arraycopy(weights("embedding.frozen"), word * DIMENSIONS, vector, 0, DIMENSIONS);
      next = DIMENSIONS;
    }
    if (channels.fineTuned()) {
      double[] table = weights("embedding.fine_tuned");
      System.arraycopy(table, word * DIMENSIONS, vector, next, DIMENSIONS);
    }
    return vector;
  }

  /** {@code x W + b} of the layer of that name. */
  final double[] dense(String name, double[] input) {
    double[] result = weights(name + ".bias").clone();
    return addProduct(result, input, weights(name + ".weights"));
  }

  /** Adds the product of a row and a row-major matrix of as many columns as the result has. */
  static double[] addProduct(double[] result, double[] row, double[] matrix) {
    for (int i = 0; i < row.length; i++) {
      for (int column = 0; column < result.length; column++) {
        result[column] += row[i] * matrix[i * result.length + column];
      }
    }
    return result;
  }

  final double loss(int[][] texts, float[][] targets, double classWeight) {
    double sum = 0;
    for (int i = 0; i < texts.length; i++) {
      double[] logits = logits(texts[i]);
      for (int output = 0; output < outputs; output++) {
        double probability = 1 / (1 + Math.exp(-logits[output]));
        double target = targets[i][output];
        sum -=
            classWeight * target * Math.log(probability) + (1 - target) * Math.log(1 - probability);
      }
    }
    return sum / (texts.length * outputs);
  }

  /** Central finite difference of the loss for one element of a parameter. */
  private double derivative(
      String name, int element, int[][] texts, float[][] targets, double classWeight) {
    double[] values = weights(name);
    double old = values[element];
    double epsilon = 1e-6;
    values[element] = old + epsilon;
    double above = loss(texts, targets, classWeight);
    values[element] = old - epsilon;
    double below = loss(texts, targets, classWeight);
    values[element] = old;
    return (above - below) / (2 * epsilon);
  }

  /** The same for steps of all elements of a parameter at once, each in the direction given. */
  private double derivative(
      String name, double[] direction, int[][] texts, float[][] targets, double classWeight) {
    double[] values = weights(name);
    double[] old = values.clone();
    double epsilon = 1e-6;
    Arrays.setAll(values, i -> old[i] + epsilon * direction[i]);
    double above = loss(texts, targets, classWeight);
    Arrays.setAll(values, i -> old[i] - epsilon * direction[i]);
    double below = loss(texts, targets, classWeight);
    System.arraycopy(old, 0, values, 0, old.length);
    return (above - below) / (2 * epsilon);
  }

  /** A batch of texts and what the loss wants of them. */
  @SuppressWarnings("ArrayRecordComponent")
  record Batch(int words, int[][] texts, float[][] targets, double classWeight) {
    static Batch of(int words, int[][] texts, int outputs, boolean soft, double classWeight) {
      float[][] targets = new RandomInputs(outputs).targets(texts.length, outputs, soft);
      return new Batch(words, texts, targets, classWeight);
    }
  }

  /**
   * Gives both networks the same weights and compares logits, the gradient of the elements of every
   * parameter, and the loss.
   */
  final void assertAgrees(Architecture architecture, Batch batch) {
    int outputCount = batch.targets[0].length;
    RandomInputs random = new RandomInputs(outputCount);
    EmbeddingMatrix vectors = random.vectors(batch.words, DIMENSIONS);
    TokenBatch tokens = tokens(batch.texts);
    try (TrainingSession session = session(architecture, vectors, outputCount)) {
      session.start(5);
      Map<String, float[]> values = random.weightsLike(session.weights());
      SessionDiagnostics.assign(session, values);
      assign(values, vectors);
      assertLogits(session.logits(tokens), batch.texts);
      Map<String, float[]> gradients =
          SessionDiagnostics.gradients(
              session, tokens, batch.targets, new WeightedCrossEntropy(batch.classWeight));
      assertThat(gradients).containsOnlyKeys(values.keySet());
      gradients.forEach((name, gradient) -> assertGradient(name, gradient, batch));
      float loss =
          session.step(tokens, batch.targets, new WeightedCrossEntropy(batch.classWeight), 1e-3);
      assertThat((double) loss)
          .isCloseTo(loss(batch.texts, batch.targets, batch.classWeight), within(1e-5));
    }
  }

  /** Compares the logits under first weights; the architecture has dropout. */
  final void assertPredictsWithoutDropout(Architecture architecture, int words, int[][] texts) {
    EmbeddingMatrix vectors = new RandomInputs(1).vectors(words, DIMENSIONS);
    try (TrainingSession session = session(architecture, vectors, 2)) {
      session.start(1);
      assign(session.weights(), vectors);
      assertLogits(session.logits(tokens(texts)), texts);
    }
  }

  private static TrainingSession session(
      Architecture architecture, EmbeddingMatrix vectors, int outputs) {
    EmbeddingTableShape table = new EmbeddingTableShape(vectors.rows(), vectors.dimensions());
    return new TrainingSession(new NetworkSpec(architecture, table, outputs), vectors);
  }

  private static TokenBatch tokens(int[][] texts) {
    return TokenBatch.of(texts, IntStream.range(0, texts.length).toArray(), 0, texts.length);
  }

  private void assertLogits(float[][] logits, int[][] texts) {
    for (int i = 0; i < texts.length; i++) {
      double[] expected = logits(texts[i]);
      for (int output = 0; output < expected.length; output++) {
        assertThat((double) logits[i][output])
            .as("text %d output %d", i, output)
            .isCloseTo(expected[output], within(1e-5));
      }
    }
  }

  private void assertGradient(String name, float[] gradient, Batch batch) {
    assertThat(gradient).as(name).hasSameSizeAs(weights(name));
    double largest = 0;
    boolean all = gradient.length <= ELEMENTS_AT_MOST;
    for (int i = 0; i < gradient.length; i += all ? 1 : STRIDE) {
      double expected = derivative(name, i, batch.texts, batch.targets, batch.classWeight);
      largest = Math.max(largest, Math.abs(expected));
      assertThat((double) gradient[i])
          .as("%s[%d]", name, i)
          .isCloseTo(expected, within(1e-4 * Math.abs(expected) + 1e-7));
    }
    assertThat(largest).as("a gradient of " + name).isGreaterThan(1e-5);
    if (!all) {
      SplittableRandom random = new SplittableRandom(1);
      double[] signs = new double[gradient.length];
      double sum = 0;
      double size = 0;
      for (int i = 0; i < signs.length; i++) {
        signs[i] = random.nextBoolean() ? 1 : -1;
        sum += signs[i] * gradient[i];
        size += Math.abs(gradient[i]);
      }
      assertThat(sum)
          .as("sum of %s", name)
          .isCloseTo(
              derivative(name, signs, batch.texts, batch.targets, batch.classWeight),
              within(1e-4 * size + 1e-7));
    }
  }
}
