package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.models.SessionOptions;
import io.github.polystill.models.UpdateRule;
import io.github.polystill.models.layers.GradientPart.Gradients;
import io.github.polystill.models.layers.GradientPart.RowGradient;
import io.github.polystill.models.layers.Initializer;
import io.github.polystill.models.layers.Parameter;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Adam against Keras's: src/test/python/adam_fixture.py. */
class AdamTests {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Parameter vector = parameter("vector", Shape.of(5), Parameter.Role.DENSE);
  private final Parameter table =
      parameter("table", Shape.of(6, 3), Parameter.Role.FINE_TUNED_TABLE);
  private final Placeholder<TFloat32> stepSize = tf.placeholder(TFloat32.class);
  private final Placeholder<TFloat32> gradient = tf.placeholder(TFloat32.class);
  private final Placeholder<TInt32> rows = tf.placeholder(TInt32.class);
  private final Placeholder<TFloat32> rowValues = tf.placeholder(TFloat32.class);
  private final Adam adam =
      new Adam(
          tf,
          stepSize,
          tf.placeholder(TFloat32.class),
          new Gradients(Map.of(vector, gradient), Map.of(table, new RowGradient(rows, rowValues))),
          UpdateRule.PLAIN);
  private final Session session = new Session(graph, SessionOptions.singleThreaded());
  private JsonNode fixture;

  private Parameter parameter(String name, Shape shape, Parameter.Role role) {
    return new Parameter(
        name, shape, role, Initializer.ZEROS, tf.withName(name).variable(shape, TFloat32.class));
  }

  @BeforeEach
  void readFixture() throws IOException {
    fixture = new ObjectMapper().readTree(getClass().getResourceAsStream("adam-keras.json"));
  }

  @AfterEach
  void close() {
    session.close();
    graph.close();
  }

  @Test
  void agreesWithKeras() {
    start();
    for (int step = 0; step < 20; step++) {
      step(step);
      assertAgrees("vector", read(vector), values(part("dense", "expected", step)), step);
      assertAgrees("table", read(table), flat(matrix(part("rows", "expected", step))), step);
    }
  }

  @Test
  void leavesUntouchedRowsAlone() {
    start();
    for (int step = 0; step < 20; step++) {
      float[] before = read(table);
      step(step);
      float[] after = read(table);
      int[] touched = touchedRows(step);
      for (int row = 0; row < 6; row++) {
        boolean same = true;
        for (int i = row * 3; i < row * 3 + 3; i++) {
          same &= Float.floatToRawIntBits(before[i]) == Float.floatToRawIntBits(after[i]);
        }
        assertThat(same).as("row %d in step %d", row, step).isEqualTo(!contains(touched, row));
      }
    }
  }

  @Test
  void startsAnewAfterReset() {
    start();
    step(0);
    step(1);
    float[] first = read(vector);
    start();
    step(0);
    step(1);
    assertThat(read(vector)).containsExactly(first);
  }

  private void start() {
    adam.initializers.forEach(this::run);
    adam.resets.forEach(this::run);
    run(tf.assign(vector.variable(), tf.constant(values(fixture.get("dense").get("start")))));
    run(tf.assign(table.variable(), tf.constant(matrix(fixture.get("rows").get("start")))));
  }

  private void step(int step) {
    JsonNode rowGradient = part("rows", "gradients", step);
    float factor = Adam.stepSize(fixture.get("learningRate").asDouble(), step + 1);
    try (TFloat32 factorTensor = TFloat32.scalarOf(factor);
        TFloat32 dense = TFloat32.vectorOf(values(part("dense", "gradients", step)));
        TInt32 touched = TInt32.vectorOf(touchedRows(step));
        TFloat32 values =
            TFloat32.tensorOf(StdArrays.ndCopyOf(matrix(rowGradient.get("values"))))) {
      session
          .runner()
          .feed(stepSize, factorTensor)
          .feed(gradient, dense)
          .feed(rows, touched)
          .feed(rowValues, values)
          .addTarget(adam.update)
          .run()
          .close();
    }
  }

  private void run(Op operation) {
    session.runner().addTarget(operation).run().close();
  }

  private float[] read(Parameter parameter) {
    try (Result result = session.runner().fetch(parameter.variable()).run()) {
      float[] values = new float[parameter.size()];
      ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(values);
      return values;
    }
  }

  private JsonNode part(String kind, String what, int step) {
    return fixture.get(kind).get(what).get(step);
  }

  private int[] touchedRows(int step) {
    JsonNode node = part("rows", "gradients", step).get("rows");
    int[] touched = new int[node.size()];
    for (int i = 0; i < touched.length; i++) {
      touched[i] = node.get(i).asInt();
    }
    return touched;
  }

  private static boolean contains(int[] values, int wanted) {
    for (int value : values) {
      if (value == wanted) {
        return true;
      }
    }
    return false;
  }

  private static float[] values(JsonNode node) {
    float[] values = new float[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = node.get(i).floatValue();
    }
    return values;
  }

  private static float[][] matrix(JsonNode node) {
    float[][] rows = new float[node.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = values(node.get(i));
    }
    return rows;
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
    }
    return flat;
  }

  private static void assertAgrees(String name, float[] actual, float[] expected, int step) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("%s[%d] after step %d", name, i, step)
          .isCloseTo(expected[i], within(1e-6f));
    }
  }
}
