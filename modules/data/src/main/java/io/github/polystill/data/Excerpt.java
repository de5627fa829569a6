package io.github.polystill.data;

/** The beginning of a text, for messages and listings. */
public final class Excerpt {
  private Excerpt() {}

  /**
   * A text, or where it is longer its beginning and an ellipsis.
   *
   * @param most UTF-16 units that are kept; one fewer where a character would be cut in two
   */
  public static String of(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean cutsPair =
        Character.isHighSurrogate(text.charAt(most - 1))
            && Character.isLowSurrogate(text.charAt(most));
    return text.substring(0, cutsPair ? most - 1 : most) + "…";
  }
}
