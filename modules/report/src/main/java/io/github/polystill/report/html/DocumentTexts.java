package io.github.polystill.report.html;

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

  /** The text, empty where it is not known: a long one as its beginning, which opens the whole. */
  HtmlTable.Cell cell(String id) {
    String text = byId.getOrDefault(id, "").strip();
    String line = text.replaceAll("\\s+", " ");
    String excerpt = beginning(line, EXCERPT);
    String whole = excerpt.equals(line) ? "" : beginning(text, LONGEST);
    return new HtmlTable.Cell(excerpt, "", "", false, whole);
  }

  private static String beginning(String text, int characters) {
    return text.codePointCount(0, text.length()) <= characters
        ? text
        : text.substring(0, text.offsetByCodePoints(0, characters)) + "…";
  }
}
