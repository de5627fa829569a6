package io.github.polystill.models.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stored fixtures are of the shapes that the tests of the recurrent layers feed. */
class RecurrentFixtureTests {
  @ParameterizedTest
  @CsvSource({"gru-keras.json, 3, 15", "lstm-keras.json, 4, 20"})
  void hasTheShapesOfItsLayer(String name, int gates, int biases) throws IOException {
    RecurrentFixture fixture = RecurrentFixture.read(name);
    int units = fixture.units();
    int size = fixture.inputs()[0][0].length;
    assertThat(fixture.lengths()).contains(0, 1, fixture.inputs()[0].length);
    for (RecurrentFixture.Direction direction : List.of(fixture.forward(), fixture.backward())) {
      assertThat(direction.weights().get("kernel")).hasSize(size * gates * units);
      assertThat(direction.weights().get("recurrent_kernel")).hasSize(units * gates * units);
      assertThat(direction.weights().get("bias")).hasSize(biases);
      Map<String, double[]> gradients = new HashMap<>(direction.statesGradients());
      assertThat(gradients.remove("inputs"))
          .hasSize(fixture.lengths().length * fixture.inputs()[0].length * size);
      assertThat(gradients).containsOnlyKeys(direction.weights().keySet());
      assertThat(direction.lastGradients()).containsOnlyKeys(direction.statesGradients().keySet());
    }
    for (int text = 0; text < fixture.lengths().length; text++) {
      int length = fixture.lengths()[text];
      assertThat(fixture.forward().last()[text])
          .containsExactly(
              length == 0 ? new double[units] : fixture.forward().states()[text][length - 1]);
      assertThat(fixture.backward().last()[text])
          .containsExactly(fixture.backward().states()[text][0]);
    }
  }
}
