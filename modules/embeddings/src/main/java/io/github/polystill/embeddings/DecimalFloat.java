package io.github.polystill.embeddings;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Decimal numbers to floats straight from bytes, several times as fast as {@link Float#parseFloat}
 * and with the same result.
 */
final class DecimalFloat {
  private static final long MAX_EXACT = 1L << 53;
  private static final int MAX_DIGITS = 18;

  /** Powers of ten that a double holds exactly. */
  private static final double[] POWERS = powers();

  /** What a double has below the last bit of a float, and where that lies half way. */
  private static final long BELOW_FLOAT = (1L << 29) - 1;

  private static final long HALF_WAY = 1L << 28;

  private DecimalFloat() {}

  /**
   * The float nearest to a decimal number; NaN or infinite for the usual names of these and for
   * numbers beyond the range of a float.
   *
   * @throws NumberFormatException where the bytes are no decimal number
   */
  static float parse(byte[] bytes, int from, int to) {
    int i = from;
    boolean negative = false;
    if (i < to && (bytes[i] == '-' || bytes[i] == '+')) {
      negative = bytes[i] == '-';
      i++;
    }
    long digits = 0;
    int count = 0;
    int scale = 0;
    boolean point = false;
    for (; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
        count++;
        scale += point ? 1 : 0;
      } else if (bytes[i] == '.' && !point) {
        point = true;
      } else {
        break;
      }
      if (count > MAX_DIGITS) {
        return parseSlowly(bytes, from, to);
      }
    }
    if (i < to || count == 0 || digits > MAX_EXACT || scale >= POWERS.length) {
      return parseSlowly(bytes, from, to);
    }
    // Both operands are exact, so the quotient is the double nearest to the number. Its nearest
    // float is that of the number too, unless rounding put it exactly between two floats.
    double value = digits / POWERS[scale];
    boolean between = (Double.doubleToRawLongBits(value) & BELOW_FLOAT) == HALF_WAY;
    if (between || (value != 0 && value < Float.MIN_NORMAL)) {
      return parseSlowly(bytes, from, to);
    }
    return (float) (negative ? -value : value);
  }

  private static float parseSlowly(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    if (isDecimal(text)) {
      return Float.parseFloat(text);
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "-nan", "+nan", "nan(ind)", "-nan(ind)" -> Float.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Float.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Float.NEGATIVE_INFINITY;
      default -> throw new NumberFormatException(text);
    };
  }

  /**
   * Float.parseFloat takes more than decimal numbers: blanks, hexadecimal digits, type suffixes.
   */
  private static boolean isDecimal(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0);
  }

  private static double[] powers() {
    double[] powers = new double[23];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }
}
