package io.github.polystill.evaluation.table;

import java.util.Locale;

/** How figures are written in tables and reports. */
public final class Figures {
  private static final double SMALLEST_SHOWN = 0.0001;

  private Figures() {}

  /** A fraction in percent with two decimals, such as {@code 74.29}. */
  public static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f", 100 * fraction);
  }

  /** A difference of fractions in percentage points with its sign, such as {@code +2.14}. */
  public static String points(double difference) {
    String points = String.format(Locale.ROOT, "%+.2f", 100 * difference);
    return points.equals("-0.00") ? "+0.00" : points;
  }

  /** Mean and, where there is one, deviation, such as {@code 74.29 ± 0.51}. */
  public static String percent(MetricResult result) {
    return result.deviation() == null
        ? percent(result.mean())
        : percent(result.mean()) + " ± " + percent(result.deviation());
  }

  /** A p-value with four decimals, {@code < 0.0001} below, a dash where it is not defined. */
  public static String pValue(Double p) {
    if (p == null) {
      return "–";
    }
    return p < SMALLEST_SHOWN ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }
}
