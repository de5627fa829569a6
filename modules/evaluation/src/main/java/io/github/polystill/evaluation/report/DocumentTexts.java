package io.github.polystill.evaluation.report;

import java.util.Map;
import java.util.Optional;

/**
 * Texts of documents for a report.
 *
 * @param byId may be empty
 * @param whyMissing a sentence where it is
 */
public record DocumentTexts(Map<String, String> byId, Optional<String> whyMissing) {
  private static final int LONGEST = 160;

  /** No texts, for a reason. */
  public static DocumentTexts missing(String why) {
    return new DocumentTexts(Map.of(), Optional.of(why));
  }

  /** The beginning of a text on one line, empty where it is not known. */
  String excerpt(String id) {
    String text = byId.getOrDefault(id, "").strip().replaceAll("\\s+", " ");
    if (text.codePointCount(0, text.length()) <= LONGEST) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
  }
}
