package io.github.polystill.distillation;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.encoding.SentenceSplitter;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.segmentation.SegmentedText;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apiguardian.api.API;

/**
 * Shortened copies of the training texts: of each, some words are deleted at random (word dropout:
 * Iyyer, Manjunatha, Boyd-Graber and Daumé, ACL 2015).
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
   * A copy of a text, the same in every {@link TokenLayout} and however much of it that has. Of
   * each sentence at least one word stays.
   *
   * @param id of its document
   * @param copy number of the copy
   */
  public SegmentedText shorten(SegmentedText text, String id, int copy) {
    SplittableRandom random = random(seed, id, copy);
    List<String> left = new ArrayList<>();
    List<Integer> lineEnds = new ArrayList<>(); // where a sentence ended whose last mark may go
    for (List<String> sentence : SentenceSplitter.split(text)) {
      if (!left.isEmpty()) {
        lineEnds.add(left.size());
      }
      List<String> kept = sentence.stream().filter(it -> random.nextDouble() >= rate).toList();
      left.addAll(kept.isEmpty() ? List.of(sentence.get(random.nextInt(sentence.size()))) : kept);
    }
    return new SegmentedText(left, lineEnds);
  }

  static SplittableRandom random(long seed, String id, int copy) {
    String hex = new ContentHash().add(seed).add(id).add(copy).hex();
    return new SplittableRandom(Long.parseUnsignedLong(hex.substring(0, 16), 16));
  }
}
