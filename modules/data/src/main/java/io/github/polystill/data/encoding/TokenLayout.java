package io.github.polystill.data.encoding;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.SegmentedText;
import java.util.Arrays;
import java.util.List;
import org.apiguardian.api.API;

/** How the words of a text become one row of token ids. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface TokenLayout {

  /** Token positions of a row, all that a text can fill. */
  int length();

  /** Token positions of a sentence, all of them where a row knows no sentences. */
  int sentenceLength();

  /**
   * The row of a text, not padded: it ends with its last word, so that a text without words is an
   * empty row.
   */
  int[] encode(SegmentedText text, Vocabulary vocabulary);

  /**
   * One word after the other; later ones than the first {@code length} are cut off.
   *
   * @param length greatest number of words, 1 or more
   */
  record Words(int length) implements TokenLayout {
    /**
     * Checks the length.
     *
     * @throws InvalidInputException where it is below 1
     */
    public Words {
      if (length < 1) {
        throw InvalidInputException.of(
            "the maximum length of a document is %s words; give 1 or more", length);
      }
    }

    @Override
    public int sentenceLength() {
      return length;
    }

    @Override
    public int[] encode(SegmentedText text, Vocabulary vocabulary) {
      return vocabulary.encode(text.words(), length);
    }
  }

  /**
   * One sentence after the other, each in {@code wordsPerSentence} positions of its own and padded
   * there with {@link Vocabulary#PADDING_ID}: sentence s begins at position s * wordsPerSentence.
   * {@link SentenceSplitter} says what a sentence is. One that is longer goes on in the positions
   * of the next, as if it had ended, so no word is lost before the row is full; what comes after
   * the last sentence of the row is cut off.
   *
   * @param sentences greatest number of sentences, 1 or more
   * @param wordsPerSentence positions of each, 1 or more
   */
  record Sentences(int sentences, int wordsPerSentence) implements TokenLayout {
    /**
     * Checks the sizes.
     *
     * @throws InvalidInputException where one is below 1 or their product is no int
     */
    public Sentences {
      if (sentences < 1
          || wordsPerSentence < 1
          || (long) sentences * wordsPerSentence > Integer.MAX_VALUE) {
        throw InvalidInputException.of(
            "%d sentences of %d words are no layout of a document; give each 1 or more, and smaller"
                + " numbers",
            sentences, wordsPerSentence);
      }
    }

    @Override
    public int length() {
      return sentences * wordsPerSentence;
    }

    @Override
    public int sentenceLength() {
      return wordsPerSentence;
    }

    @Override
    public int[] encode(SegmentedText text, Vocabulary vocabulary) {
      int[] row = {};
      for (List<String> sentence : SentenceSplitter.split(text)) {
        int begin = row.length + Math.floorMod(-row.length, wordsPerSentence);
        int[] tokens = vocabulary.encode(sentence, length() - begin);
        if (tokens.length == 0) {
          break;
        }
        row = Arrays.copyOf(row, begin + tokens.length);
        System.arraycopy(tokens, 0, row, begin, tokens.length);
      }
      return row;
    }
  }
}
