package io.github.polystill.data.corpus;

import io.github.polystill.data.segmentation.TextNormalizer;
import io.github.polystill.data.text.ControlCharacters;
import java.util.Locale;
import java.util.Optional;

/** What the name of a label may be, and when two names look the same. */
public final class LabelName {
  private LabelName() {}

  /** The name without white space and format characters such as U+200B and U+FEFF at its ends. */
  public static String strip(String name) {
    int begin = 0;
    int end = name.length();
    while (begin < end && isPadding(name.codePointAt(begin))) {
      begin += Character.charCount(name.codePointAt(begin));
    }
    while (begin < end && isPadding(name.codePointBefore(end))) {
      end -= Character.charCount(name.codePointBefore(end));
    }
    return name.substring(begin, end);
  }

  /** What is wrong with a stripped name and what to do; empty where nothing is. */
  public static Optional<String> problem(String name) {
    if (name.isEmpty()) {
      return Optional.of("a label is blank; remove it or give it a name");
    }
    return name.codePoints()
        .filter(LabelName::isRefused)
        .mapToObj(
            c ->
                Character.getType(c) == Character.SURROGATE
                    ? "the label holds half of a surrogate pair (\\uD800 to \\uDFFF); write the"
                        + " whole character"
                    : String.format(
                        Locale.ROOT,
                        "the label \"%s\" holds the control character U+%04X; take it out",
                        ControlCharacters.replace(name, "…"),
                        c))
        .findFirst();
  }

  /** The same for all names that differ in nothing that can be seen. */
  static String looks(String name) {
    return TextNormalizer.normalize(name);
  }

  /** Two names that look the same, with the code points in which they differ. */
  static String difference(String first, String second) {
    return "\"" + first + "\" (" + codePoints(first, second) + ")";
  }

  /** What a name has between the beginning and the end that it shares with another. */
  private static String codePoints(String name, String other) {
    int[] own = name.codePoints().toArray();
    int[] others = other.codePoints().toArray();
    int shorter = Math.min(own.length, others.length);
    int begin = 0;
    while (begin < shorter && own[begin] == others[begin]) {
      begin++;
    }
    int tail = 0;
    while (tail < shorter - begin
        && own[own.length - 1 - tail] == others[others.length - 1 - tail]) {
      tail++;
    }
    StringBuilder text = new StringBuilder();
    for (int i = begin; i < own.length - tail; i++) {
      text.append(text.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, "U+%04X", own[i]));
    }
    return text.isEmpty() ? "without it" : text.toString();
  }

  private static boolean isPadding(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || Character.getType(codePoint) == Character.FORMAT;
  }

  private static boolean isRefused(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
