package io.github.polystill.experiments.configuration;

import io.github.polystill.data.folds.FoldMethod;
import io.github.polystill.models.Key;
import java.util.List;
import java.util.Optional;

/**
 * Cross-validation.
 *
 * @param count empty where the corpus brings its folds or split
 * @param run ascending; empty for all, before an experiment is resolved or, with {@code field},
 *     before its corpus is read
 */
public record FoldSettings(
    @Key(value = "Number of folds that are dealt.", atLeast = 2)
        @Key.Otherwise("`" + DEFAULT_COUNT + "`")
        Optional<Integer> count,
    @Key(
            "Field with the number of the document's fold, counted from 0 or 1; there are as many"
                + " folds as numbers, the lowest is fold 0 of `run`.")
        @Key.Text("the name of a field")
        @Key.Otherwise("folds are dealt")
        Optional<String> field,
    @Key(
            value = "Folds to run, counted from 0, or `all`.",
            plural = "folds",
            atLeast = 0,
            orAll = true)
        @Key.Otherwise("[all]")
        List<Integer> run,
    @Key(value = "Share of the training part held out for validation.", below = 1)
        @Key.Otherwise("0.15")
        double validation,
    @Key("How documents are dealt: the paper's, or Sechidis et al. (2011).")
        @Key.Otherwise("rarest-first")
        FoldMethod method) {
  static final int DEFAULT_COUNT = 5;

  /** What the dealer of folds needs to know; the count has no bearing where none is dealt. */
  public io.github.polystill.data.folds.FoldSettings dealing() {
    return new io.github.polystill.data.folds.FoldSettings(
        count.orElse(DEFAULT_COUNT), validation, method);
  }
}
