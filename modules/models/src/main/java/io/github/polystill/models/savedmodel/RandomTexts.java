package io.github.polystill.models.savedmodel;

import io.github.polystill.data.encoding.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Texts of random words, for files beside an exported model that need some: the corpus may be
 * confidential, and a model goes where its corpus may not.
 */
public final class RandomTexts {
  private static final int WORDS_PER_LINE = 40;

  private RandomTexts() {}

  /**
   * Makes texts of listed words, shorter and longer ones.
   *
   * @param count 2 or more; the first text is empty, the last has {@code longest} words
   * @return words and line ends of each text
   */
  public static List<List<String>> of(Vocabulary vocabulary, int count, int longest) {
    SplittableRandom random = new SplittableRandom(1);
    List<List<String>> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = longest * i / (count - 1);
      List<String> text = new ArrayList<>();
      for (int word = 0; word < length; word++) {
        if (word > 0 && word % WORDS_PER_LINE == 0) {
          text.add("\n");
        }
        int id =
            vocabulary.size() == Vocabulary.RESERVED
                ? Vocabulary.UNKNOWN_ID
                : random.nextInt(Vocabulary.RESERVED, vocabulary.size());
        text.add(vocabulary.words().get(id));
      }
      texts.add(text);
    }
    return texts;
  }
}
