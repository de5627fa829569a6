package io.github.polystill.models;

/** Estimates for {@link Architecture#workPerToken}, by the measurements of the training engine. */
final class WorkPerToken {
  /** A batch has about five tokens to each distinct one, and a projection only for those. */
  private static final double DISTINCT = 0.2;

  /** Steps of a recurrent layer are small products one after the other. */
  private static final double RECURRENT = 2.5;

  private WorkPerToken() {}

  /** Projects the vector of each token. */
  static double projection(double inputs, double columns) {
    return DISTINCT * inputs * columns;
  }

  /**
   * A recurrent layer over the tokens.
   *
   * @param gates blocks of columns, 3 of a GRU and 4 of an LSTM
   * @param directions 1 or 2
   */
  static double recurrent(double inputs, int gates, int units, int directions) {
    double columns = (double) gates * units * directions;
    return RECURRENT * (projection(inputs, columns) + units * columns);
  }
}
