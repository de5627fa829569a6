package io.github.polystill.data.encoding;

import io.github.polystill.data.Document;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import java.util.Arrays;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A corpus as a network sees it.
 *
 * @param ids document ids, [documents]
 * @param tokens token ids, [documents][length], in some {@link TokenLayout} and not padded behind
 *     the last word; an empty row is a document without words
 * @param targets which document carries which label, [documents][labels]
 * @param labels names of the columns of {@code targets}
 * @param vocabulary of the token ids
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@SuppressWarnings("ArrayRecordComponent")
public record EncodedCorpus(
    List<String> ids, int[][] tokens, boolean[][] targets, LabelSet labels, Vocabulary vocabulary) {

  /** The words of every document as ids of a vocabulary. */
  public static EncodedCorpus encode(
      SegmentedCorpus segmented, Vocabulary vocabulary, TokenLayout layout) {
    return new EncodedCorpus(
        segmented.corpus().documents().stream().map(Document::id).toList(),
        tokens(segmented, vocabulary, layout),
        segmented.corpus().targets(),
        segmented.corpus().labels(),
        vocabulary);
  }

  /** The same documents in another layout; all but the tokens is shared. */
  public EncodedCorpus inLayout(
      SegmentedCorpus segmented, Vocabulary vocabulary, TokenLayout layout) {
    return new EncodedCorpus(
        ids, tokens(segmented, vocabulary, layout), targets, labels, vocabulary);
  }

  private static int[][] tokens(
      SegmentedCorpus segmented, Vocabulary vocabulary, TokenLayout layout) {
    return segmented.texts().stream()
        .map(text -> layout.encode(text, vocabulary))
        .toArray(int[][]::new);
  }

  public int size() {
    return tokens.length;
  }

  /** Length of the row of every document, [documents]. */
  public int[] lengths() {
    return Arrays.stream(tokens).mapToInt(row -> row.length).toArray();
  }

  /** Share of all tokens that the vocabulary does not list, 0 to 1; 0 where there are no tokens. */
  public double unknownRate() {
    long all = 0;
    long unknown = 0;
    for (int[] row : tokens) {
      for (int id : row) {
        all += id == Vocabulary.PADDING_ID ? 0 : 1;
        unknown += id == Vocabulary.UNKNOWN_ID ? 1 : 0;
      }
    }
    return all == 0 ? 0 : (double) unknown / all;
  }
}
