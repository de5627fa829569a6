package io.github.polystill.embeddings;

import ch.randelshofer.fastdoubleparser.JavaFloatParser;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Decimal numbers to floats straight from bytes, as {@link Float#parseFloat} reads them. */
final class DecimalFloat {
  private DecimalFloat() {}

  /**
   * The float nearest to a decimal number; NaN or infinite for the usual names of these and for
   * numbers beyond the range of a float.
   *
   * @throws NumberFormatException where the bytes are no decimal number, blanks, hexadecimal digits
   *     and suffixes of types included
   */
  static float parse(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if ((bytes[i] < '0' || bytes[i] > '9') && ".-+eE".indexOf(bytes[i]) < 0) {
        return ofName(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
      }
    }
    return JavaFloatParser.parseFloat(bytes, from, to - from);
  }

  private static float ofName(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "-nan", "+nan", "nan(ind)", "-nan(ind)" -> Float.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Float.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Float.NEGATIVE_INFINITY;
      default -> throw new NumberFormatException(text);
    };
  }
}
