package io.github.polystill.report.table;

/**
 * Columns that text takes in a terminal or in a font of fixed width: two for East Asian wide and
 * fullwidth characters, none for combining marks, one for the rest. Ambiguous characters count as
 * one.
 */
public final class DisplayWidth {
  /** First and last code points of wide ranges (Unicode, East_Asian_Width W and F). */
  private static final int[][] WIDE = {
    {0x1100, 0x115F}, // Hangul initials
    {0x2E80, 0x303E}, // radicals, CJK punctuation
    {0x3041, 0x4DBF}, // kana, bopomofo, compatibility, extension A
    {0x4E00, 0xA4CF}, // unified ideographs, Yi
    {0xA960, 0xA97F},
    {0xAC00, 0xD7A3}, // Hangul syllables
    {0xF900, 0xFAFF}, // compatibility ideographs
    {0xFE10, 0xFE19},
    {0xFE30, 0xFE6F},
    {0xFF01, 0xFF60}, // fullwidth forms
    {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F320},
    {0x1F337, 0x1F37C},
    {0x1F400, 0x1F43E},
    {0x1F442, 0x1F4FC},
    {0x1F5FB, 0x1F64F},
    {0x1F680, 0x1F6C5},
    {0x1F900, 0x1F9FF},
    {0x20000, 0x3FFFD}, // extensions B and later
  };

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
    for (int[] range : WIDE) {
      if (codePoint >= range[0] && codePoint <= range[1]) {
        return 2;
      }
    }
    return 1;
  }
}
