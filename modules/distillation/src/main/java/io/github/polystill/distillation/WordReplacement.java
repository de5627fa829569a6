package io.github.polystill.distillation;

import io.github.polystill.data.segmentation.SegmentedText;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apiguardian.api.API;

/**
 * Copies of the training texts in which words are replaced by others at random (as the unigram
 * noise of Xie et al., ICLR 2017, but each from a random text). What is left of a label in such a
 * text a teacher has to say, as it has for the augmented texts of Jiao et al. (TinyBERT, Findings
 * of EMNLP 2020); the distilled student learns its answers. So it meets each word in many texts,
 * rare ones too.
 *
 * @param rate greatest share of the words that is replaced; a copy's own lies between it and 0
 * @param copies of each text
 * @param seed of the draw
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record WordReplacement(double rate, int copies, long seed) {
  /**
   * A copy of a text, the same in every layout. Its lines end where those of the text do.
   *
   * @param id of its document
   * @param copy number of the copy
   * @param texts from any word of which the others are
   */
  SegmentedText replace(SegmentedText text, String id, int copy, List<SegmentedText> texts) {
    SplittableRandom random = WordDropout.random(seed, "words replaced of " + id, copy);
    double share = rate * random.nextDouble();
    List<String> replaced =
        text.words().stream()
            .map(it -> random.nextDouble() < share ? word(texts, random).orElse(it) : it)
            .toList();
    return new SegmentedText(replaced, text.lineEnds());
  }

  private static Optional<String> word(List<SegmentedText> texts, SplittableRandom random) {
    List<String> words = texts.get(random.nextInt(texts.size())).words();
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(words.get(random.nextInt(words.size())));
  }
}
