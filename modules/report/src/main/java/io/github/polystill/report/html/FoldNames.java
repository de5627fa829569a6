package io.github.polystill.report.html;

import io.github.polystill.evaluation.FoldEvaluation;

/** What a fold is called in a column of folds. */
final class FoldNames {
  private FoldNames() {}

  /** Such as {@code 2}, or {@code 2 of seed 7} where a run has several cross-validations. */
  static String of(FoldEvaluation evaluation) {
    String fold = Integer.toString(evaluation.fold());
    return evaluation.seed().isPresent()
        ? fold + " of seed " + evaluation.seed().getAsLong()
        : fold;
  }
}
