package io.github.polystill.report.figures;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * Maps values to positions, with round numbers for the axis.
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

  /** The 1, 2 or 5 times a power of ten that divides a range into at most {@code count} steps. */
  static double step(double range, int count) {
    double power = Math.pow(10, Math.floor(Math.log10(range / count)));
    for (double factor : new double[] {1, 2, 5}) {
      if (range / (factor * power) <= count * 1.0001) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** A tick's number with the decimals that its step needs. */
  static String label(double value, double step) {
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    // Sums of steps may end beside zero, even below it.
    double shown = Math.abs(value) < step / 2 ? 0 : value;
    return String.format(Locale.ROOT, "%." + decimals + "f", shown);
  }

  /** A number as a person would write it, such as {@code 0.05} or {@code 3}. */
  static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
