package io.github.polystill.labs.train;

/**
 * Floating-point operations that one training step executes: forward, backward and Adam. A
 * multiplication, an addition, a maximum and a function such as the exponential count as one each;
 * copying, gathering and padding count as none.
 */
@FunctionalInterface
public interface Arithmetic {
  /** Operations of Adam on one number: 3 for m, 4 for v, 5 for the change. */
  int ADAM = 12;

  double ofStep(BatchShape batch);

  /** Of a matrix product [rows, inner] x [inner, columns]. */
  static double product(double rows, double inner, double columns) {
    return 2 * rows * inner * columns;
  }

  /** Of a dense layer: its own product and the two that give the gradients of weights and input. */
  static double dense(double rows, double inputs, double outputs) {
    return 3 * product(rows, inputs, outputs) + 2 * rows * outputs;
  }

  /** Of Adam on a dense layer. */
  static double adam(double inputs, double outputs) {
    return ADAM * (inputs * outputs + outputs);
  }
}
