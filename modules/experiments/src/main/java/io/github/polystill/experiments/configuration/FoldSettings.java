package io.github.polystill.experiments.configuration;

import io.github.polystill.data.folds.FoldMethod;
import java.util.List;

/**
 * Cross-validation.
 *
 * @param count number of folds
 * @param run 0-based folds to run, ascending as given; empty only before an experiment is resolved
 * @param validation share of a fold's training part that is held out for validation
 * @param method how documents are dealt
 */
public record FoldSettings(int count, List<Integer> run, double validation, FoldMethod method) {

  /** What the dealer of folds needs to know. */
  public io.github.polystill.data.folds.FoldSettings dealing() {
    return new io.github.polystill.data.folds.FoldSettings(count, validation, method);
  }

  /** The same with other folds to run. */
  FoldSettings withRun(List<Integer> folds) {
    return new FoldSettings(count, folds, validation, method);
  }
}
