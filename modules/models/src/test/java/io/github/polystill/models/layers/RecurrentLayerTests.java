package io.github.polystill.models.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.models.Agreement;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.SessionOptions;
import io.github.polystill.models.layers.GradientPart.Gradients;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The recurrent layers against Keras. Each word of the batch has an input vector of its own; all
 * padding reads one more, whose values must not matter.
 */
class RecurrentLayerTests {
  private static final float GARBAGE = 50;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Session session = new Session(graph, SessionOptions.singleThreaded());
  private final Parameters parameters = new Parameters(tf);
  private final LayerScope scope =
      LayerScope.training(
          tf, parameters, tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(2))));

  @AfterEach
  void close() {
    session.close();
    graph.close();
  }

  @ParameterizedTest
  @CsvSource({"gru, 0", "gru, 3", "lstm, 0", "lstm, 3"})
  void agreesInBothDirections(String cell, int padding) throws IOException {
    RecurrentFixture fixture = RecurrentFixture.read(cell + "-keras.json");
    Layout layout = new Layout(fixture, padding);
    int units = fixture.units();
    List<RecurrentLayer> parts =
        cell.equals("gru")
            ? RecurrentLayer.grus(scope, "layer", inputs(layout), units, true)
            : RecurrentLayer.lstms(scope, "layer", inputs(layout), units, true);
    assertThat(parts).hasSize(2);
    assign("layer.forward.", fixture.forward());
    assign("layer.backward.", fixture.backward());
    assertStates(fixture, fixture.forward(), byText(output(parts.get(0)), layout), false);
    assertStates(fixture, fixture.backward(), byText(output(parts.get(1)), layout), true);
    assertGradients(layout, fixture.forward(), parts.get(0), "layer.forward.", false);
    assertGradients(layout, fixture.backward(), parts.get(1), "layer.backward.", true);
  }

  @Test
  void stateOfAGruStaysOnPadding() throws IOException {
    RecurrentFixture fixture = RecurrentFixture.read("gru-keras.json");
    int[] lengths = fixture.lengths();
    Layout layout = new Layout(fixture, 2);
    Operand<TFloat32> output = gru(scope, layout);
    assign("layer.", fixture.forward());
    float[][][] states = byText(output, layout);
    for (int text = 0; text < lengths.length; text++) {
      float[] last =
          lengths[text] == 0 ? new float[fixture.units()] : states[text][lengths[text] - 1];
      for (int t = lengths[text]; t < states[text].length; t++) {
        assertThat(states[text][t]).as("text %d at %d", text, t).isEqualTo(last);
      }
    }
  }

  @Test
  void predictionLeavesNothingForABackwardPass() throws IOException {
    RecurrentFixture fixture = RecurrentFixture.read("gru-keras.json");
    Layout layout = new Layout(fixture, 0);
    LayerScope prediction = LayerScope.prediction(tf, parameters, "");
    Operand<TFloat32> output = gru(prediction, layout);
    assign("layer.", fixture.forward());
    assertStates(fixture, fixture.forward(), byText(output, layout), false);
    assertThat(prediction.stages().get(0).parts()).isEmpty();
  }

  private Operand<TFloat32> gru(LayerScope inScope, Layout layout) {
    int units = layout.fixture().units();
    return output(RecurrentLayer.grus(inScope, "layer", inputs(layout), units, false).get(0));
  }

  private static Operand<TFloat32> output(RecurrentLayer layer) {
    return layer.outputs().get(0);
  }

  /**
   * How the texts of a fixture are laid out.
   *
   * @param padding more columns of it
   */
  record Layout(RecurrentFixture fixture, int padding) {
    int rows() {
      return fixture.inputs().length;
    }

    int steps() {
      return fixture.inputs()[0].length + padding;
    }
  }

  private InputSequence inputs(Layout layout) {
    RecurrentFixture fixture = layout.fixture();
    int size = fixture.inputs()[0][0].length;
    List<float[]> vectors = new ArrayList<>();
    int words = wordCount(fixture);
    int[][] positions = new int[layout.steps()][layout.rows()];
    for (int[] step : positions) {
      Arrays.fill(step, words);
    }
    for (int text = 0; text < fixture.inputs().length; text++) {
      for (int t = 0; t < fixture.lengths()[text]; t++) {
        positions[t][text] = vectors.size();
        vectors.add(fixture.inputs()[text][t]);
      }
    }
    vectors.add(new RandomInputs(1).values(size, GARBAGE));
    float[][] padding = new float[words + 1][1];
    padding[words][0] = 1;
    return new InputSequence(
        scope,
        tf.constant(vectors.toArray(float[][]::new)),
        tf.constant(padding),
        tf.constant(positions),
        tf.constant(fixture.lengths()),
        size,
        Optional.empty(),
        false);
  }

  private static int wordCount(RecurrentFixture fixture) {
    int words = 0;
    for (int length : fixture.lengths()) {
      words += length;
    }
    return words;
  }

  private void assign(String prefix, RecurrentFixture.Direction direction) {
    for (Map.Entry<String, float[]> entry : direction.weights().entrySet()) {
      Parameter parameter =
          parameters.all().stream()
              .filter(it -> it.name().equals(prefix + entry.getKey()))
              .findFirst()
              .orElseThrow();
      Operand<TFloat32> values =
          tf.reshape(tf.constant(entry.getValue()), tf.constant(parameter.shape()));
      session.runner().addTarget(tf.assign(parameter.variable(), values)).run().close();
    }
  }

  private static void assertStates(
      RecurrentFixture fixture,
      RecurrentFixture.Direction direction,
      float[][][] states,
      boolean backward) {
    int[] lengths = fixture.lengths();
    direction.assertStates(states, lengths);
    float[][] last = new float[lengths.length][fixture.units()];
    for (int text = 0; text < lengths.length; text++) {
      if (lengths[text] > 0) {
        last[text] = states[text][backward ? 0 : lengths[text] - 1];
      }
    }
    direction.assertLast(last);
  }

  private void assertGradients(
      Layout layout,
      RecurrentFixture.Direction direction,
      GradientPart part,
      String prefix,
      boolean backward) {
    RecurrentFixture fixture = layout.fixture();
    int[] lengths = fixture.lengths();
    float[][][] ofStates = new float[layout.steps()][layout.rows()][fixture.units()];
    float[][][] ofLast = new float[layout.steps()][layout.rows()][fixture.units()];
    for (int text = 0; text < lengths.length; text++) {
      int row = text;
      for (int t = 0; t < lengths[text]; t++) {
        ofStates[t][row] = direction.statesUpstream()[text][t];
      }
      if (lengths[text] > 0) {
        int last = backward ? 0 : lengths[text] - 1;
        ofLast[last][row] = direction.lastUpstream()[text];
      }
    }
    assertGradients(fixture, direction.statesGradients(), gradients(part, prefix, ofStates));
    assertGradients(fixture, direction.lastGradients(), gradients(part, prefix, ofLast));
  }

  private static void assertGradients(
      RecurrentFixture fixture, Map<String, double[]> expected, Map<String, float[]> actual) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    int size = fixture.inputs()[0][0].length;
    int steps = fixture.inputs()[0].length;
    double[] ofInputs = new double[(wordCount(fixture) + 1) * size];
    int word = 0;
    for (int text = 0; text < fixture.lengths().length; text++) {
      int words = fixture.lengths()[text];
      System.arraycopy(
          expected.get("inputs"), text * steps * size, ofInputs, word * size, words * size);
      word += words;
    }
    expected.forEach(
        (name, gradient) ->
            Agreement.assertAgrees(
                name, actual.get(name), name.equals("inputs") ? ofInputs : gradient));
  }

  private Map<String, float[]> gradients(GradientPart part, String prefix, float[][][] upstream) {
    Gradients gradients = part.backward(List.of(tf.constant(upstream)));
    assertThat(gradients.rows()).isEmpty();
    Map<String, float[]> values = new TreeMap<>();
    gradients
        .dense()
        .forEach(
            (parameter, gradient) ->
                values.put(parameter.name().substring(prefix.length()), flat(gradient)));
    values.put("inputs", flat(gradients.entry().orElseThrow()));
    return values;
  }

  private float[] flat(Operand<TFloat32> operand) {
    try (Result result = session.runner().fetch(operand).run()) {
      TFloat32 tensor = (TFloat32) result.get(0);
      float[] values = new float[Math.toIntExact(tensor.size())];
      tensor.asRawTensor().data().asFloats().read(values);
      return values;
    }
  }

  /** The states of all words and of the padding that was asked for, [B][T][units]. */
  private float[][][] byText(Operand<TFloat32> byTime, Layout layout) {
    int texts = layout.fixture().inputs().length;
    int steps = layout.fixture().inputs()[0].length + layout.padding();
    try (Result result = session.runner().fetch(byTime).run()) {
      float[][][] states = StdArrays.array3dCopyOf((TFloat32) result.get(0));
      float[][][] turned = new float[texts][steps][];
      for (int text = 0; text < texts; text++) {
        for (int t = 0; t < steps; t++) {
          turned[text][t] = states[t][text];
        }
      }
      return turned;
    }
  }
}
