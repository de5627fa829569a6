package io.github.polystill.evaluation;

import java.util.Comparator;
import java.util.OptionalLong;

/**
 * What figures are paired by and summarised over: a fold of the cross-validation with a seed.
 *
 * @param seed empty where a run has one cross-validation only
 * @param fold 0-based
 */
public record FoldKey(OptionalLong seed, int fold) implements Comparable<FoldKey> {
  private static final Comparator<FoldKey> ORDER =
      Comparator.<FoldKey>comparingLong(key -> key.seed.orElse(Long.MIN_VALUE))
          .thenComparingInt(FoldKey::fold);

  /** The fold that an evaluation is of. */
  public static FoldKey of(FoldEvaluation evaluation) {
    return new FoldKey(evaluation.seed(), evaluation.fold());
  }

  @Override
  public int compareTo(FoldKey other) {
    return ORDER.compare(this, other);
  }

  /** Such as {@code fold 2} or {@code fold 2 of seed 7}. */
  @Override
  public String toString() {
    return "fold " + fold + (seed.isPresent() ? " of seed " + seed.getAsLong() : "");
  }
}
