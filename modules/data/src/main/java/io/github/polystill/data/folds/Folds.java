package io.github.polystill.data.folds;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Deals corpora to the folds of cross-validation, as {@link FoldDealer} does.
 *
 * @param seed of what is left to chance
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record Folds(FoldSettings settings, long seed) {
  /**
   * Folds over which rare labels are spread first.
   *
   * @param count of folds, 2 or more
   * @param validation share of the documents outside a test part that is for validation
   * @throws InvalidInputException where one of them is impossible
   */
  public static Folds rarestFirst(int count, double validation, long seed) {
    return new Folds(new FoldSettings(count, validation, FoldMethod.RAREST_FIRST), seed);
  }

  /**
   * The folds of a corpus.
   *
   * @throws InvalidInputException where it has too few documents
   */
  public List<Split> of(Corpus corpus) {
    return FoldDealer.deal(
            corpus.targets(),
            corpus.documents().stream().map(Document::group).toList(),
            settings,
            seed)
        .stream()
        .map(fold -> new Split(corpus, fold))
        .toList();
  }
}
