package io.github.polystill.data.folds;

import io.github.polystill.data.Fold;
import java.util.List;
import java.util.Optional;

/** Plain random folds of equal size that take no notice of labels, to compare others with. */
public final class RandomFolds {
  private RandomFolds() {}

  /**
   * Deals documents at random; groups stay together as {@link FoldDealer} keeps them.
   *
   * @param groups the group of every document, [documents]
   * @param settings number of folds and validation share; the method has no bearing
   * @throws io.github.polystill.data.InvalidInputException as {@link FoldDealer#deal} does
   */
  public static List<Fold> deal(List<Optional<String>> groups, FoldSettings settings, long seed) {
    boolean[][] noLabels = new boolean[groups.size()][0];
    return FoldDealer.deal(noLabels, groups, settings, seed);
  }
}
