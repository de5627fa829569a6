package io.github.polystill.evaluation.report;

import java.util.Locale;

/** Text made safe for HTML and SVG. */
final class Html {
  private Html() {}

  /** Escapes text for element content and quoted attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** A coordinate: one decimal, which no eye can tell from more. */
  static String coordinate(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
