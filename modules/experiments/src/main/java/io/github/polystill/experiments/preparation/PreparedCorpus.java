package io.github.polystill.experiments.preparation;

import io.github.polystill.data.Fold;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import java.util.List;
import java.util.Optional;

/**
 * A corpus ready for cross-validation.
 *
 * @param segmented documents and their words
 * @param folds all folds, those that are not run too
 * @param sha256 checksum of the corpus file, or of the JSON Lines of a generated corpus
 * @param notice what every report on this corpus must say, such as that it is synthetic
 * @param remarks what happened on the way: dropped labels, skipped records
 * @param notes how its files were read, and which folds it brings
 */
public record PreparedCorpus(
    SegmentedCorpus segmented,
    List<Fold> folds,
    String sha256,
    Optional<String> notice,
    List<String> remarks,
    List<String> notes) {
  public PreparedCorpus {
    folds = List.copyOf(folds);
    remarks = List.copyOf(remarks);
    notes = List.copyOf(notes);
  }
}
