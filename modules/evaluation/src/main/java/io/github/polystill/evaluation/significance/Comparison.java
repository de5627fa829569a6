package io.github.polystill.evaluation.significance;

import io.github.polystill.evaluation.Metric;
import java.util.List;
import java.util.Optional;

/**
 * Two models that are compared; one row of cells.
 *
 * @param architecture of both models
 * @param first name of the model whose gain is tested
 * @param second name of the model that it is compared to
 * @param folds those that both were tested on
 */
public record Comparison(
    String architecture, String first, String second, List<ComparedFold> folds) {
  public Comparison {
    folds = List.copyOf(folds);
  }

  /** First minus second, [folds]. */
  double[] differences(Metric metric) {
    return folds.stream()
        .mapToDouble(fold -> metric.of(fold.first()) - metric.of(fold.second()))
        .toArray();
  }

  /**
   * A result before the correction.
   *
   * @param reason why there is no outcome, for those that have none
   */
  SignificanceResult result(
      TestMethod test,
      Metric metric,
      int n,
      Double difference,
      Optional<TestOutcome> outcome,
      String reason) {
    return new SignificanceResult(
        architecture,
        metric,
        test,
        first,
        second,
        folds.size(),
        n,
        difference,
        outcome.map(TestOutcome::statistic).orElse(null),
        outcome.map(TestOutcome::p).orElse(null),
        null,
        false,
        outcome.isPresent() ? null : reason);
  }
}
