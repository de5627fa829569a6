package io.github.polystill.report.table;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.github.polystill.evaluation.significance.Significance;
import java.util.Locale;

/** How figures are written in tables and reports. */
public final class Figures {
  private static final double SMALLEST_SHOWN = 0.0001;
  private static final int DECIMALS = 4;

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

  /** The fewest digits that name a number, such as {@code 0.05} or {@code 3}. */
  public static String shortest(double number) {
    String digits = NumberOutput.toString(number, true);
    return digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
  }

  /**
   * A p-value with four decimals, {@code < 0.0001} below, a dash where it is not defined. One below
   * the level of significance has as many decimals as show that it is.
   */
  public static String pValue(Double p) {
    if (p == null) {
      return "–";
    }
    if (p < SMALLEST_SHOWN) {
      return "< 0.0001";
    }
    boolean significant = p < Significance.LEVEL;
    for (int decimals = DECIMALS; ; decimals++) {
      String shown = String.format(Locale.ROOT, "%." + decimals + "f", p);
      if (significant == Double.parseDouble(shown) < Significance.LEVEL) {
        return shown;
      }
    }
  }
}
