package io.github.polystill.data.wiki;

import org.apache.commons.text.StringEscapeUtils;

/** Character references of HTML, such as that of the middle dot. */
final class Entities {
  private Entities() {}

  /** The text with characters in their place; it never has marks of {@link WikitextScanner}. */
  static String decode(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    try {
      return WikitextScanner.withoutMarks(StringEscapeUtils.unescapeHtml4(text));
    } catch (IllegalArgumentException e) {
      return text; // a number beyond Unicode, such as &#x110000;
    }
  }
}
