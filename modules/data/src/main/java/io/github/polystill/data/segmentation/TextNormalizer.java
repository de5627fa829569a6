package io.github.polystill.data.segmentation;

import java.text.Normalizer;

/**
 * Brings text into one form before it is segmented.
 *
 * <ul>
 *   <li>CRLF, CR, NEL, vertical tab, form feed, line and paragraph separator become a line feed;
 *   <li>a tab, and what else is both control character and white space, becomes a space;
 *   <li>other control and format characters, variation selectors and unpaired surrogates go;
 *   <li>the rest is put into Unicode form NFKC, so that full-width letters and punctuation become
 *       ordinary ones and all spaces become U+0020.
 * </ul>
 *
 * <p>Normalising twice changes nothing more.
 */
public final class TextNormalizer {
  /** Changes whenever the outcome may, and with it the key of every cached segmentation. */
  public static final String VERSION = "1";

  private static final char NEXT_LINE = '\u0085';
  private static final char LINE_SEPARATOR = '\u2028';
  private static final char PARAGRAPH_SEPARATOR = '\u2029';

  private TextNormalizer() {}

  /** The text in normal form; empty where nothing remains. */
  public static String normalize(String text) {
    // Removing first: a removed character must not keep two others from composing only once.
    StringBuilder kept = new StringBuilder(text.length());
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (isLineEnd(codePoint)) {
        boolean firstOfCrLf =
            codePoint == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
        if (!firstOfCrLf) {
          kept.append('\n');
        }
      } else if (Character.isISOControl(codePoint) && Character.isWhitespace(codePoint)) {
        kept.append(' ');
      } else if (!isRemoved(codePoint)) {
        kept.appendCodePoint(codePoint);
      }
    }
    return Normalizer.normalize(kept, Normalizer.Form.NFKC);
  }

  /** False only where normalising certainly changes nothing, which is quicker to tell. */
  public static boolean mayChange(String text) {
    return !text.chars().allMatch(c -> (c >= ' ' && c <= '~') || (c >= 0x4E00 && c <= 0x9FFF));
  }

  private static boolean isLineEnd(int codePoint) {
    return switch (codePoint) {
      case '\n', '\r', '\u000B', '\f', NEXT_LINE, LINE_SEPARATOR, PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  private static boolean isRemoved(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> true;
      default ->
          (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
              || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    };
  }
}
