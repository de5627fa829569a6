package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.framework.losses.BinaryCrossentropy;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Eq. (1) and (2) against the binary cross-entropy of TensorFlow's framework, and the derivative
 * that is written by hand against automatic differentiation of that.
 */
class WeightedCrossEntropyTests {
  private static final float[][] ONE_LABEL = {{-30}, {-3}, {-0.5f}, {0}, {0.25f}, {2}, {30}};

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);

  @AfterEach
  void close() {
    graph.close();
  }

  /** The framework weighs documents: with one label that is the weight of the positive class. */
  @ParameterizedTest
  @ValueSource(floats = {0.05f, 1, 5})
  void aWeightOfThePositiveClass(float weight) {
    float[][] targets = {{0}, {1}, {1}, {0}, {1}, {0}, {1}};
    float[] weights = new float[targets.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = targets[i][0] == 1 ? weight : 1;
    }
    Operand<TFloat32> logits = tf.constant(ONE_LABEL);
    Operand<TFloat32> oracle =
        new BinaryCrossentropy(true).call(tf, tf.constant(targets), logits, tf.constant(weights));
    assertAgrees(new WeightedCrossEntropy(weight), logits, tf.constant(targets), oracle);
  }

  @Test
  void responsesAsTargets() {
    Operand<TFloat32> logits = tf.constant(new float[][] {{-2, 0.5f, 9}, {1, -0.1f, 0}});
    Operand<TFloat32> targets = tf.constant(new float[][] {{0.1f, 0.7f, 1}, {0, 0.5f, 0.99f}});
    Operand<TFloat32> oracle = new BinaryCrossentropy(true).call(tf, targets, logits);
    assertAgrees(WeightedCrossEntropy.PLAIN, logits, targets, oracle);
  }

  private void assertAgrees(
      WeightedCrossEntropy loss,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      Operand<TFloat32> oracle) {
    List<Operand<TFloat32>> fed = List.of(tf.constant(loss.numbers().get(0)));
    Output<?> derivative =
        graph.addGradients(oracle.asOutput(), new Output<?>[] {logits.asOutput()})[0];
    try (Session session = new Session(graph);
        Result result =
            session
                .runner()
                .fetch(oracle)
                .fetch(loss.of(tf, logits, targets, fed))
                .fetch(derivative)
                .fetch(loss.gradient(tf, logits, targets, fed))
                .run()) {
      assertThat(((TFloat32) result.get(1)).getFloat())
          .isCloseTo(((TFloat32) result.get(0)).getFloat(), within(1e-6f));
      TFloat32 expected = (TFloat32) result.get(2);
      TFloat32 actual = (TFloat32) result.get(3);
      assertThat(actual.shape()).isEqualTo(expected.shape());
      actual
          .scalars()
          .forEachIndexed(
              (at, value) ->
                  assertThat(value.getFloat()).isCloseTo(expected.getFloat(at), within(1e-7f)));
    }
  }
}
