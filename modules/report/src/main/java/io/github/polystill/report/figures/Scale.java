package io.github.polystill.report.figures;

/**
 * Maps values to positions.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}, another than {@code low}
 * @param from position, may be greater than {@code to}
 * @param to position
 */
record Scale(double low, double high, double from, double to) {
  double at(double value) {
    return from + (to - from) * (value - low) / (high - low);
  }
}
