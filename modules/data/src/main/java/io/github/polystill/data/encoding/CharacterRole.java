package io.github.polystill.data.encoding;

import java.util.Set;

/**
 * What a character means for where sentences end; {@link SentenceSplitter} says how. Public, so
 * that a served graph can cut sentences by the same table.
 */
public enum CharacterRole {
  /** Ends a sentence: <code>。 ！ ？ ；</code>, their half-width forms, an ellipsis character. */
  END,
  /** A full stop, three of which in a row end a sentence. */
  STOP,
  /** A straight quote; every second one of a line is a closing one. */
  QUOTE,
  /** A closing bracket or quote: belongs to the sentence it closes. */
  CLOSING,
  /** An opening bracket or quote. */
  OPENING,
  /** A letter or digit: makes a sentence of what it stands in. */
  LETTER,
  /** Anything else. */
  OTHER;

  private static final Set<Integer> ENDS =
      Set.of(
          (int) '。', (int) '｡', (int) '！', (int) '!', (int) '？', (int) '?', (int) '；', (int) ';',
          (int) '…', (int) '⋯');

  /** The role of a code point. */
  public static CharacterRole of(int codePoint) {
    if (ENDS.contains(codePoint)) {
      return END;
    }
    return switch (codePoint) {
      case '.' -> STOP;
      case '"' -> QUOTE;
      default ->
          switch (Character.getType(codePoint)) {
            case Character.END_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION -> CLOSING;
            case Character.START_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION -> OPENING;
            default -> Character.isLetterOrDigit(codePoint) ? LETTER : OTHER;
          };
    };
  }

  /** Whether a word that begins with it goes to the sentence before, the straight quote aside. */
  public boolean belongsToEnd() {
    return this == END || this == STOP || this == CLOSING;
  }

  /** Whether a sentence that has ended stays so behind it. */
  public boolean leavesEnd() {
    return belongsToEnd() || this == OPENING || this == QUOTE;
  }
}
