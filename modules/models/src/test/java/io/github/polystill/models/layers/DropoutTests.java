package io.github.polystill.models.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.models.SessionOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

class DropoutTests {
  private static final int SIZE = 20_000;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Placeholder<TInt32> seed =
      tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(2)));
  private final Operand<TFloat32> input = tf.fill(tf.constant(new int[] {SIZE}), tf.constant(3f));
  private final LayerScope training = LayerScope.training(tf, new Parameters(tf), seed);

  @AfterEach
  void close() {
    graph.close();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void dropsTheShareAndScalesTheRest(double rate) {
    float[] values = run(training.dropout(input, rate), 1, 2);
    int dropped = 0;
    for (float value : values) {
      if (value == 0) {
        dropped++;
      } else {
        assertThat((double) value).isCloseTo(3 / (1 - rate), within(1e-4));
      }
    }
    double deviation = Math.sqrt(rate * (1 - rate) / SIZE);
    assertThat(dropped / (double) SIZE).isCloseTo(rate, within(4 * deviation));
  }

  @Test
  void maskDependsOnTheSeedAndTheLayer() {
    Operand<TFloat32> first = training.dropout(input, 0.5);
    Operand<TFloat32> second = training.dropout(input, 0.5);
    float[] mask = run(first, 1, 2);
    assertThat(run(first, 1, 2)).isEqualTo(mask);
    assertThat(run(first, 1, 3)).isNotEqualTo(mask);
    assertThat(run(first, 2, 2)).isNotEqualTo(mask);
    assertThat(run(second, 1, 2)).isNotEqualTo(mask);
  }

  @Test
  void predictionAndRateZeroPassTheInputThrough() {
    assertThat(training.dropout(input, 0)).isSameAs(input);
    LayerScope prediction = LayerScope.prediction(tf, new Parameters(tf), "");
    assertThat(prediction.dropout(input, 0.5)).isSameAs(input);
  }

  @Test
  void thereAreSeedsForSoManyLayersOnly() {
    for (int i = 0; i < LayerScope.DROPOUTS_AT_MOST; i++) {
      training.dropout(input, 0.5);
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> training.dropout(input, 0.5))
        .withMessageContaining("at most 16 dropout layers");
  }

  private float[] run(Operand<TFloat32> output, int... seedValues) {
    try (Session session = new Session(graph, SessionOptions.singleThreaded());
        TInt32 fed = TInt32.vectorOf(seedValues);
        Result result = session.runner().feed(seed, fed).fetch(output).run()) {
      float[] values = new float[SIZE];
      ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(values);
      return values;
    }
  }
}
