package io.github.polystill.experiments.configuration;

import io.github.polystill.data.folds.FoldMethod;
import java.util.List;
import java.util.Optional;

/**
 * Cross-validation.
 *
 * @param count number of folds that are dealt; empty where the corpus brings its folds or split
 * @param field that holds the number of a document's fold
 * @param run 0-based folds to run, ascending as given; empty for all, before an experiment is
 *     resolved or, with {@code field}, before its corpus is read
 * @param validation share of a fold's training part that is held out for validation
 * @param method how documents are dealt
 */
public record FoldSettings(
    Optional<Integer> count,
    Optional<String> field,
    List<Integer> run,
    double validation,
    FoldMethod method) {
  static final int DEFAULT_COUNT = 5;

  /** What the dealer of folds needs to know; the count has no bearing where none is dealt. */
  public io.github.polystill.data.folds.FoldSettings dealing() {
    return new io.github.polystill.data.folds.FoldSettings(
        count.orElse(DEFAULT_COUNT), validation, method);
  }

  /** The same with other folds to run. */
  FoldSettings withRun(List<Integer> folds) {
    return new FoldSettings(count, field, folds, validation, method);
  }
}
