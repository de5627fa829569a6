package io.github.polystill.data.encoding;

import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import java.util.Arrays;
import java.util.List;

/**
 * A corpus as a network sees it.
 *
 * @param ids document ids, [documents]
 * @param tokens token ids, [documents][length], cut to the maximum length and not padded; an empty
 *     row is a document without words
 * @param targets which document carries which label, [documents][labels]
 * @param labels names of the columns of {@code targets}
 */
@SuppressWarnings("ArrayRecordComponent")
public record EncodedCorpus(
    List<String> ids, int[][] tokens, boolean[][] targets, LabelSet labels) {

  /**
   * The words of every document as ids of a vocabulary.
   *
   * @param maxLength greatest number of words of a document, 1 or more; later words are cut off
   * @throws InvalidInputException where the maximum length is below 1
   */
  public static EncodedCorpus encode(
      SegmentedCorpus segmented, Vocabulary vocabulary, int maxLength) {
    if (maxLength < 1) {
      throw new InvalidInputException(
          "the maximum length of a document is " + maxLength + " words; give 1 or more");
    }
    int[][] tokens =
        segmented.words().stream()
            .map(text -> vocabulary.encode(text, maxLength))
            .toArray(int[][]::new);
    List<String> ids = segmented.corpus().documents().stream().map(Document::id).toList();
    return new EncodedCorpus(
        ids, tokens, segmented.corpus().targets(), segmented.corpus().labels());
  }

  public int size() {
    return tokens.length;
  }

  /** Number of tokens of every document, [documents]. */
  public int[] lengths() {
    return Arrays.stream(tokens).mapToInt(row -> row.length).toArray();
  }

  /** Share of all tokens that the vocabulary does not list, 0 to 1; 0 where there are no tokens. */
  public double unknownRate() {
    long all = 0;
    long unknown = 0;
    for (int[] row : tokens) {
      all += row.length;
      for (int id : row) {
        if (id == Vocabulary.UNKNOWN_ID) {
          unknown++;
        }
      }
    }
    return all == 0 ? 0 : (double) unknown / all;
  }
}
