package io.github.polystill.labs.train;

/**
 * Arithmetic of the layers of recurrent networks, as our engine executes them: the loop runs over
 * all rows of the batch for as many steps as the longest has; what depends on an input vector alone
 * is computed once per distinct vector, with two columns for bias and padding.
 */
final class RecurrentArithmetic {
  /** Columns that inputs have besides their numbers. */
  private static final int AUGMENTED = 2;

  /** Of an LSTM per unit and step: 28 forward with what backward needs, 8 backward. */
  private static final int LSTM_ELEMENTWISE = 36;

  /** Of a GRU per unit and step: 23 forward with what backward needs, 7 backward. */
  private static final int GRU_ELEMENTWISE = 30;

  private RecurrentArithmetic() {}

  /**
   * What a layer reads.
   *
   * @param rows of the batch
   * @param steps of the longest row
   * @param distinct input vectors
   * @param dimensions of a vector
   * @param trained how many of them get a gradient
   */
  record Inputs(double rows, double steps, double distinct, double dimensions, double trained) {}

  /** Of an LSTM. */
  static double lstm(Inputs inputs, double units) {
    return layer(inputs, units, 4 * units, 4 * units, LSTM_ELEMENTWISE)
        + Arithmetic.ADAM * 4 * units;
  }

  /** Of a GRU in one direction; its candidate has a bias of its own. */
  static double gru(Inputs inputs, double units) {
    return layer(inputs, units, 3 * units, 4 * units, GRU_ELEMENTWISE)
        + Arithmetic.ADAM * 4 * units;
  }

  /**
   * The products [rows, H] x [H, G], its transpose and the weights' gradient for every step; those
   * of the inputs and their gradients once per distinct vector; step gradients added up for each of
   * those; Adam without biases.
   *
   * @param gates G
   * @param gradients columns of the gradients that are added up
   */
  private static double layer(
      Inputs in, double units, double gates, double gradients, double elementwise) {
    double cells = in.rows() * in.steps();
    return 3 * Arithmetic.product(cells, units, gates)
        + cells * (units * elementwise + gradients)
        + 2 * Arithmetic.product(in.distinct(), in.dimensions() + AUGMENTED, gates)
        + Arithmetic.product(in.distinct(), gates, in.trained())
        + Arithmetic.ADAM * (in.dimensions() + units) * gates;
  }

  /**
   * Of attention over states: a dense layer with tanh, a score, the softmax over the steps, the
   * weighted sum; per number of u 4 for tanh, per state 12 for the softmax, per number of a state 6
   * for the sum, forward and backward.
   *
   * @param states rows times steps
   * @param size numbers of a state
   * @param units of u and of the context vector
   */
  static double attention(double states, double size, double units) {
    return Arithmetic.dense(states, size, units)
        + states * 4 * units
        + 3 * Arithmetic.product(states, units, 1)
        + states * (12 + 6 * size)
        + Arithmetic.ADAM * (size * units + 2 * units);
  }

  /** Of maximum and mean over the steps: per number of a state 5 and 4, forward and backward. */
  static double pooling(double states, double size) {
    return 9 * states * size;
  }

  /** Of dropout and the output layer. */
  static double output(double texts, double size, double outputs) {
    return 2 * texts * size
        + Arithmetic.dense(texts, size, outputs)
        + Arithmetic.adam(size, outputs);
  }
}
