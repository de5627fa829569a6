package io.github.polystill.distillation;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apiguardian.api.API;

/**
 * Shortened copies of the training texts for students: of each, some words are deleted at random
 * (word dropout: Iyyer, Manjunatha, Boyd-Graber and Daumé, ACL 2015).
 *
 * @param rate share of the words that is deleted
 * @param copies of each text
 * @param consistent whether a teacher answers the copy, as consistent teaching has it (Beyer et
 *     al., CVPR 2022); else its answer to the whole text is learnt
 * @param seed of the draw
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record WordDropout(double rate, int copies, boolean consistent, long seed) {
  /**
   * A copy of a text. Its sentences stay where they are, and of each at least one word does.
   *
   * @param row the text in the layout
   * @param id of its document
   * @param copy number of the copy
   */
  public int[] shorten(int[] row, TokenLayout layout, String id, int copy) {
    String hex = new ContentHash().add(seed).add(id).add(copy).hex();
    SplittableRandom random =
        new SplittableRandom(Long.parseUnsignedLong(hex.substring(0, 16), 16));
    int[] left = new int[row.length];
    int length = 0;
    for (int from = 0; from < row.length; from += layout.sentenceLength()) {
      int to = Math.min(row.length, from + layout.sentenceLength());
      int[] words =
          Arrays.stream(row, from, to).filter(it -> it != Vocabulary.PADDING_ID).toArray();
      int[] kept = Arrays.stream(words).filter(it -> random.nextDouble() >= rate).toArray();
      if (kept.length == 0 && words.length > 0) {
        kept = new int[] {words[random.nextInt(words.length)]};
      }
      System.arraycopy(kept, 0, left, from, kept.length);
      length = kept.length == 0 ? length : from + kept.length;
    }
    return Arrays.copyOf(left, length);
  }
}
