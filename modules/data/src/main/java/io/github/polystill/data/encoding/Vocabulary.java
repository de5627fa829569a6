package io.github.polystill.data.encoding;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Words and their ids. Id 0 is padding, id 1 any word that is not listed; listed words follow. */
public final class Vocabulary {
  public static final int PADDING_ID = 0;
  public static final int UNKNOWN_ID = 1;
  public static final String PADDING = "<pad>";
  public static final String UNKNOWN = "<unk>";

  private final List<String> words;
  private final Map<String, Integer> ids;

  private Vocabulary(List<String> words) {
    this.words = List.copyOf(words);
    this.ids = new HashMap<>(words.size() * 2);
    for (int id = 0; id < words.size(); id++) {
      if (ids.put(words.get(id), id) != null) {
        throw new IllegalArgumentException("duplicate word: " + words.get(id));
      }
    }
  }

  /** A vocabulary of exactly these words, {@link #PADDING} and {@link #UNKNOWN} first. */
  public static Vocabulary ofWords(List<String> words) {
    if (words.size() < 2 || !words.get(0).equals(PADDING) || !words.get(1).equals(UNKNOWN)) {
      throw new IllegalArgumentException("a vocabulary starts with " + PADDING + " and " + UNKNOWN);
    }
    return new Vocabulary(words);
  }

  /** Number of ids, padding and unknown included. */
  public int size() {
    return words.size();
  }

  /** All words in the order of their ids, padding and unknown included. */
  public List<String> words() {
    return words;
  }

  /** The id of a word, {@link #UNKNOWN_ID} where it is not listed. */
  public int id(String word) {
    return ids.getOrDefault(word, UNKNOWN_ID);
  }
}
