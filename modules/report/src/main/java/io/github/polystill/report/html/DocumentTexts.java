package io.github.polystill.report.html;

import io.github.polystill.report.Markup;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Texts of documents for a report.
 *
 * @param byId may be empty
 * @param whyMissing a sentence where it is
 */
public record DocumentTexts(Map<String, String> byId, Optional<String> whyMissing) {
  private static final int EXCERPT = 160;

  /** Characters of a text that are shown: a page of many long ones would be slow to open. */
  static final int LONGEST = 5000;

  /** No texts, for a reason. */
  public static DocumentTexts missing(String why) {
    return new DocumentTexts(Map.of(), Optional.of(why));
  }

  /**
   * The text as HTML, empty where it is not known: a long one as its beginning on one line, which
   * opens the whole of it.
   */
  String html(String id) {
    String text = byId.getOrDefault(id, "").strip();
    String line = text.replaceAll("\\s+", " ");
    String excerpt = beginning(line, EXCERPT);
    if (excerpt.equals(line)) {
      return Markup.escape(line);
    }
    String shown = beginning(text, LONGEST);
    return String.format(
        Locale.ROOT,
        "<details><summary><span>%s</span></summary><p>%s</p></details>",
        Markup.escape(excerpt),
        Markup.escape(shown));
  }

  private static String beginning(String text, int characters) {
    return text.codePointCount(0, text.length()) <= characters
        ? text
        : text.substring(0, text.offsetByCodePoints(0, characters)) + "…";
  }
}
