package io.github.polystill.report.table;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;

/**
 * Columns that text takes in a terminal or in a font of fixed width: two for East Asian wide and
 * fullwidth characters, none for combining marks, one for the rest. Ambiguous characters count as
 * one.
 */
public final class DisplayWidth {
  private DisplayWidth() {}

  /** The number of columns of a text without line breaks. */
  public static int of(String text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  /** The text, or its beginning with an ellipsis so that it takes no more than {@code columns}. */
  public static String truncate(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    StringBuilder shortened = new StringBuilder();
    int width = 1;
    for (int codePoint : text.codePoints().toArray()) {
      width += of(codePoint);
      if (width > columns) {
        break;
      }
      shortened.appendCodePoint(codePoint);
    }
    return shortened.append('…').toString();
  }

  private static int of(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || (type == Character.FORMAT && codePoint != 0xAD)
        || type == Character.CONTROL) {
      return 0;
    }
    return switch (UCharacter.getIntPropertyValue(codePoint, UProperty.EAST_ASIAN_WIDTH)) {
      case UCharacter.EastAsianWidth.WIDE, UCharacter.EastAsianWidth.FULLWIDTH -> 2;
      default -> 1;
    };
  }
}
