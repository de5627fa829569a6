package io.github.polystill.models.layers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.models.Agreement;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * What Keras's GRU or LSTM makes of a padded batch: src/test/python/recurrent_fixture.py.
 *
 * @param lengths words of each text; one is full, one empty
 * @param inputs [B][T][inputs], random values as padding
 */
@SuppressWarnings("ArrayRecordComponent")
record RecurrentFixture(
    int units, int[] lengths, float[][][] inputs, Direction forward, Direction backward) {
  /**
   * One direction; backward, a text is read from its last word to its first.
   *
   * @param weights kernel, recurrent_kernel and bias, in row-major order
   * @param states [B][T][units], the state after the word at that place; 0 at padding
   * @param last [B][units], the state after the word read last; 0 for an empty text
   * @param statesUpstream gradient of a loss with respect to {@code states}
   * @param statesGradients what follows for inputs and weights, by name, in row-major order
   * @param lastUpstream gradient of another loss with respect to {@code last}
   * @param lastGradients what follows from that
   */
  record Direction(
      Map<String, float[]> weights,
      double[][][] states,
      double[][] last,
      float[][][] statesUpstream,
      Map<String, double[]> statesGradients,
      float[][] lastUpstream,
      Map<String, double[]> lastGradients) {

    /** Compares at the words; padding may hold anything. */
    void assertStates(float[][][] actual, int[] lengths) {
      for (int text = 0; text < lengths.length; text++) {
        for (int t = 0; t < lengths[text]; t++) {
          Agreement.assertAgrees(
              "state of text " + text + " at " + t, actual[text][t], states[text][t]);
        }
      }
    }

    void assertLast(float[][] actual) {
      for (int text = 0; text < last.length; text++) {
        Agreement.assertAgrees("last state of text " + text, actual[text], last[text]);
      }
    }
  }

  /** Reads {@code gru-keras.json} or {@code lstm-keras.json}. */
  static RecurrentFixture read(String name) throws IOException {
    try (InputStream stream = RecurrentFixture.class.getResourceAsStream(name)) {
      return new ObjectMapper().readValue(stream, RecurrentFixture.class);
    }
  }
}
