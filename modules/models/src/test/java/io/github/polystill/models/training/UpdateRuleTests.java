package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.models.LearningRateSchedule;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.SessionOptions;
import io.github.polystill.models.UpdateRule;
import io.github.polystill.models.layers.GradientPart.Gradients;
import io.github.polystill.models.layers.GradientPart.RowGradient;
import io.github.polystill.models.layers.Initializer;
import io.github.polystill.models.layers.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Weight decay, clipping and schedules against Keras's: src/test/python/adam_fixture.py. */
class UpdateRuleTests {
  private static final int STEPS = 20;
  private static final int ROWS = 4;
  private static final int COLUMNS = 3;
  private static final int[] ORDER = {2, 0, 3, 1};

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Placeholder<TFloat32> stepSize = tf.placeholder(TFloat32.class);
  private final Placeholder<TFloat32> learningRate = tf.placeholder(TFloat32.class);
  private final Placeholder<TFloat32> matrixGradient =
      tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(ROWS, COLUMNS)));
  private final Placeholder<TFloat32> biasGradient =
      tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(COLUMNS)));
  private JsonNode fixture;
  private double rate;

  @BeforeEach
  void readFixture() throws IOException {
    JsonNode all = new ObjectMapper().readTree(getClass().getResourceAsStream("adam-keras.json"));
    fixture = all.get("variants");
    rate = all.get("learningRate").asDouble();
  }

  @AfterEach
  void close() {
    graph.close();
  }

  private OptimisationSettings settings(String variant) {
    boolean all = variant.equals("all");
    return new OptimisationSettings(
        10,
        rate,
        4,
        4,
        variant.equals("clip") ? 0 : fixture.get("weightDecay").asDouble(),
        variant.equals("decay")
            ? Optional.empty()
            : Optional.of(fixture.get("clipNorm").asDouble()),
        all ? LearningRateSchedule.COSINE : LearningRateSchedule.CONSTANT,
        all ? fixture.get("warmUp").asInt() : 0,
        List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "decay, false",
    "decay, true",
    "clip, false",
    "clip, true",
    "all, false",
    "all, true"
  })
  void twentyStepsAgreeWithKeras(String variant, boolean asTable) {
    Parameter.Role role = asTable ? Parameter.Role.FINE_TUNED_TABLE : Parameter.Role.DENSE;
    Parameter matrix = parameter("layer.weights", Shape.of(ROWS, COLUMNS), role);
    Parameter bias = parameter("layer.bias", Shape.of(COLUMNS), Parameter.Role.DENSE);
    Gradients gradients =
        asTable
            ? new Gradients(Map.of(bias, biasGradient), Map.of(matrix, allRows()))
            : new Gradients(Map.of(bias, biasGradient, matrix, matrixGradient), Map.of());
    OptimisationSettings settings = settings(variant);
    Adam adam = new Adam(tf, stepSize, learningRate, gradients, settings.updateRule());
    Op[] starts = {
      tf.assign(matrix.variable(), tf.reshape(constant("matrix"), tf.array(ROWS, COLUMNS))),
      tf.assign(bias.variable(), constant("bias"))
    };
    try (Session session = new Session(graph, SessionOptions.singleThreaded())) {
      Stream.of(adam.initializers, adam.resets)
          .flatMap(List::stream)
          .forEach(operation -> session.runner().addTarget(operation).run().close());
      List.of(starts).forEach(start -> session.runner().addTarget(start).run().close());
      for (int step = 1; step <= STEPS; step++) {
        step(session, adam, settings.learningRate(step, 50), step);
        JsonNode expected = fixture.get("expected").get(variant).get(step - 1);
        assertAgrees(read(session, matrix), values(expected.get("matrix")), step);
        assertAgrees(read(session, bias), values(expected.get("bias")), step);
      }
    }
  }

  private Parameter parameter(String name, Shape shape, Parameter.Role role) {
    return new Parameter(
        name, shape, role, Initializer.ZEROS, tf.withName(name).variable(shape, TFloat32.class));
  }

  /** The gradient of all rows in another order. */
  private RowGradient allRows() {
    return new RowGradient(
        tf.constant(ORDER), tf.gather(matrixGradient, tf.constant(ORDER), tf.constant(0)));
  }

  private Operand<TFloat32> constant(String name) {
    return tf.constant(values(fixture.get("start").get(name)));
  }

  private void step(Session session, Adam adam, double rateOfStep, int step) {
    JsonNode gradient = fixture.get("gradients").get(step - 1);
    try (TFloat32 factor = TFloat32.scalarOf(Adam.stepSize(rateOfStep, step));
        TFloat32 fedRate = TFloat32.scalarOf((float) rateOfStep);
        TFloat32 matrix =
            TFloat32.tensorOf(
                Shape.of(ROWS, COLUMNS), DataBuffers.of(values(gradient.get("matrix"))));
        TFloat32 bias = TFloat32.vectorOf(values(gradient.get("bias")))) {
      session
          .runner()
          .feed(stepSize, factor)
          .feed(learningRate, fedRate)
          .feed(matrixGradient, matrix)
          .feed(biasGradient, bias)
          .addTarget(adam.update)
          .run()
          .close();
    }
  }

  @Test
  void schedulesAgreeWithKeras() {
    OptimisationSettings cosine = settings("all");
    for (int step = 1; step <= STEPS; step++) {
      assertThat(cosine.learningRate(step, 50))
          .isCloseTo(fixture.get("rates").get(step - 1).asDouble(), within(1e-9));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CONSTANT, 0, 1, 1",
    "WARM_UP, 4, 1, 0",
    "WARM_UP, 4, 3, 0.5",
    "WARM_UP, 4, 5, 1",
    "WARM_UP, 4, 20, 1",
    "COSINE, 0, 1, 1",
    "COSINE, 0, 11, 0.5",
    "COSINE, 0, 21, 0",
    "COSINE, 0, 99, 0",
    "COSINE, 30, 16, 0.5",
    "COSINE, 30, 40, 1",
  })
  void factorsOfTheRate(LearningRateSchedule schedule, int warmUp, int step, double factor) {
    OptimisationSettings settings =
        new OptimisationSettings(10, 3, 4, 4, 0, Optional.empty(), schedule, warmUp, List.of());
    assertThat(settings.learningRate(step, 41)).isCloseTo(3 * factor, within(1e-12));
  }

  @Test
  void aNormThatIsNotFiniteIsNotHidden() {
    Parameter vector = parameter("vector", Shape.of(COLUMNS), Parameter.Role.DENSE);
    Gradients gradients = new Gradients(Map.of(vector, biasGradient), Map.of());
    Gradients clipped = Adam.clipped(tf, gradients, 1);
    try (Session session = new Session(graph, SessionOptions.singleThreaded());
        TFloat32 huge = TFloat32.vectorOf(3e30f, 1f, 0f);
        Result result =
            session.runner().feed(biasGradient, huge).fetch(clipped.dense().get(vector)).run()) {
      assertThat(((TFloat32) result.get(0)).getFloat(1)).isNaN();
    }
  }

  @Test
  void noNamesMeanAllVariables() {
    assertThat(UpdateRule.PLAIN.trains("anything")).isTrue();
    UpdateRule some = new UpdateRule(0, Optional.empty(), List.of("output", "embedding"));
    assertThat(some.trains("output.bias")).isTrue();
    assertThat(some.trains("bottleneck.bias")).isFalse();
  }

  private static float[] read(Session session, Parameter parameter) {
    try (Result result = session.runner().fetch(parameter.variable()).run()) {
      float[] values = new float[parameter.size()];
      ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(values);
      return values;
    }
  }

  private static float[] values(JsonNode node) {
    return node.isArray() ? flat(node) : new float[] {node.floatValue()};
  }

  private static float[] flat(JsonNode node) {
    List<Float> all = new ArrayList<>();
    node.forEach(
        child -> {
          for (float value : values(child)) {
            all.add(value);
          }
        });
    float[] flat = new float[all.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = all.get(i);
    }
    return flat;
  }

  private static void assertAgrees(float[] actual, float[] expected, int step) {
    assertThat(actual).as("after step %d", step).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("%d after step %d", i, step).isCloseTo(expected[i], within(1e-6f));
    }
  }
}
