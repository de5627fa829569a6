package io.github.polystill.distillation;

import io.github.polystill.data.segmentation.SegmentedText;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What students learn beside the documents of a fold.
 *
 * @param dropout shortened copies of the training documents
 * @param replacement copies of them with other words, of which an epoch learns one of each text
 * @param transfer texts without labels, none of them a validation or test text of the fold
 * @param share how many of those an epoch learns, relative to the fold's training texts
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record FurtherTexts(
    Optional<WordDropout> dropout,
    Optional<WordReplacement> replacement,
    List<SegmentedText> transfer,
    double share) {
  /** No texts, as in the paper. */
  public static final FurtherTexts NONE =
      new FurtherTexts(Optional.empty(), Optional.empty(), List.of(), 0);

  public FurtherTexts {
    transfer = List.copyOf(transfer);
  }
}
