package io.github.polystill.models.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.SessionOptions;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Products with a {@link SparseGradient} against loops over its values. */
class SparseGradientTests {
  private static final int ROWS = 7;
  private static final int COLUMNS = 5;
  private static final int VALUES = 60;

  private final RandomInputs inputs = new RandomInputs(1);
  private final int[][] cells = new int[VALUES][];
  private final float[] values = inputs.values(VALUES, 1);

  /** More values than cells, so that some repeat. */
  SparseGradientTests() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < VALUES; i++) {
      cells[i] = new int[] {random.nextInt(ROWS), random.nextInt(COLUMNS)};
    }
  }

  /** TensorFlow has loops of its own below 32 columns, and for what full vectors leave over. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8, 31, 32, 33, 40, 300})
  void multipliesRowsOfAnySize(int size) {
    float[] byColumn = inputs.values(COLUMNS * size, 1);
    float[] byRow = inputs.values(ROWS * size, 1);
    double[] times = new double[ROWS * size];
    double[] timesFromLeft = new double[size * COLUMNS];
    for (int i = 0; i < VALUES; i++) {
      int row = cells[i][0];
      int column = cells[i][1];
      for (int d = 0; d < size; d++) {
        times[row * size + d] += (double) values[i] * byColumn[column * size + d];
        timesFromLeft[d * COLUMNS + column] += (double) values[i] * byRow[row * size + d];
      }
    }
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      SparseGradient gradient =
          new SparseGradient(
              tf, tf.constant(cells), tf.constant(values), tf.constant(ROWS), COLUMNS);
      assertClose(graph, gradient.times(matrix(tf, byColumn, size), size), times);
      assertClose(graph, gradient.timesFromLeft(matrix(tf, byRow, size), size), timesFromLeft);
    }
  }

  private static void assertClose(Graph graph, Operand<TFloat32> matrix, double[] expected) {
    try (Session session = new Session(graph, SessionOptions.singleThreaded());
        Result result = session.runner().fetch(matrix).run()) {
      TFloat32 tensor = (TFloat32) result.get(0);
      assertThat(tensor.size()).isEqualTo(expected.length);
      float[] actual = new float[expected.length];
      tensor.asRawTensor().data().asFloats().read(actual);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-5));
      }
    }
  }

  private static Operand<TFloat32> matrix(Ops tf, float[] rows, int columns) {
    return tf.constant(Shape.of(rows.length / columns, columns), DataBuffers.of(rows));
  }
}
