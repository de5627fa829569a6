package io.github.polystill.corpora.wiki;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Character references of HTML, such as that of the middle dot. */
final class Entities {
  /** As MediaWiki reads them: the semicolon must be there. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "&(?:#0*([0-9]{1,7})|#[xX]0*([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{0,39}));");

  private Entities() {}

  /**
   * The text with characters in their place. A reference to none stays as it is, and so does one to
   * a character that HTML does not allow ({@code Sanitizer::validateCodepoint}), such as U+0000.
   * The text never has marks of {@link WikitextScanner}.
   */
  static String decode(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    return WikitextScanner.withoutMarks(REFERENCE.matcher(text).replaceAll(Entities::replacement));
  }

  private static String replacement(MatchResult found) {
    String name = found.group(3);
    if (name != null) {
      String named = org.jsoup.nodes.Entities.getByName(name);
      return Matcher.quoteReplacement(named.isEmpty() ? found.group() : named);
    }
    boolean decimal = found.group(1) != null;
    int c = decimal ? Integer.parseInt(found.group(1)) : Integer.parseInt(found.group(2), 16);
    return Matcher.quoteReplacement(isValid(c) ? Character.toString(c) : found.group());
  }

  private static boolean isValid(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c <= 0x7E)
        || (c >= 0xA0 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || (c >= 0x10000 && c <= Character.MAX_CODE_POINT);
  }
}
