package io.github.polystill.data.encoding;

import io.github.polystill.data.LabelSet;
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

  public int size() {
    return tokens.length;
  }
}
