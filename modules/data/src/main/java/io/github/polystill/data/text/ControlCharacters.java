package io.github.polystill.data.text;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Characters of a text that steer what shows it instead of being shown: control characters, among
 * them those that begin a terminal's commands, line and paragraph separators, and those that turn
 * the direction of writing.
 */
public final class ControlCharacters {
  private static final String CLASS = "\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069";

  private static final Pattern CONTROL = Pattern.compile("[" + CLASS + "]+");

  private static final Pattern BUT_LINE_ENDS_AND_TABS =
      Pattern.compile("(?!\r\n)[" + CLASS + "&&[^\n\t]]");

  private ControlCharacters() {}

  /** The text on one line, with a replacement for each run of such characters. */
  public static String replace(String text, String replacement) {
    return CONTROL.matcher(text).replaceAll(replacement);
  }

  /**
   * The text with line ends, those of Windows too, and tabs, and the code of each other such
   * character, as backslash, u and four digits.
   */
  public static String escape(String text) {
    return BUT_LINE_ENDS_AND_TABS
        .matcher(text)
        .replaceAll(it -> String.format(Locale.ROOT, "\\\\u%04x", (int) it.group().charAt(0)));
  }
}
