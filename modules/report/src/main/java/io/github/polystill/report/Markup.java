package io.github.polystill.report;

/** Text made safe for HTML, SVG and XML. */
public final class Markup {
  private Markup() {}

  /**
   * Escapes text for element content and quoted attributes. Control characters, which XML cannot
   * hold, become U+FFFD.
   */
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(isAllowed(text, i) ? c : '\uFFFD');
      }
    }
    return escaped.toString();
  }

  /** Whether XML 1.0 allows the character: no control characters, no half of a pair alone. */
  private static boolean isAllowed(String text, int index) {
    char c = text.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }
    return c >= ' ' ? c < '\uFFFE' : c == '\t' || c == '\n' || c == '\r';
  }
}
