package io.github.polystill.evaluation.significance;

import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * Two models that are compared; one row of cells.
 *
 * @param architecture of both models
 * @param first name of the model whose gain is tested
 * @param second name of the model that it is compared to
 * @param folds those that both were tested on
 * @param thresholds that the models decide by
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record Comparison(
    String architecture,
    String first,
    String second,
    List<Pair> folds,
    ThresholdChoice thresholds) {
  /** Of models that decide by the fixed threshold. */
  public Comparison(String architecture, String first, String second, List<Pair> folds) {
    this(architecture, first, second, folds, ThresholdChoice.FIXED);
  }

  /** Copies the list. */
  public Comparison {
    folds = List.copyOf(folds);
  }

  /** The two models on the test part of the same fold. */
  public record Pair(TestedFold first, TestedFold second) {
    /**
     * Checks that it is a pair.
     *
     * @throws IllegalArgumentException if documents or labels, or their order, differ
     */
    public Pair {
      if (!first.predictions().ids().equals(second.predictions().ids())
          || !first.predictions().labels().equals(second.predictions().labels())) {
        throw new IllegalArgumentException(
            "fold " + first.key().foldName() + ": models of other documents or labels are no pair");
      }
    }

    private double difference(Metric metric) {
      return metric.of(first.evaluation().evaluation())
          - metric.of(second.evaluation().evaluation());
    }
  }

  /**
   * Pairs the folds of two models; a fold that only one of them has is left out.
   *
   * @throws IllegalArgumentException if documents or labels of a fold differ
   */
  public static Comparison of(
      String architecture,
      String first,
      List<TestedFold> ofFirst,
      String second,
      List<TestedFold> ofSecond) {
    Map<ModelKey, TestedFold> others = new TreeMap<>(ModelKey.BY_FOLD);
    ofSecond.forEach(fold -> others.put(fold.key(), fold));
    List<Pair> folds =
        ofFirst.stream()
            .filter(fold -> others.containsKey(fold.key()))
            .sorted(Comparator.comparing(TestedFold::key, ModelKey.BY_FOLD))
            .map(fold -> new Pair(fold, others.get(fold.key())))
            .toList();
    return new Comparison(architecture, first, second, folds);
  }

  /** The same where the models were given with other than fixed thresholds. */
  public Comparison with(ThresholdChoice choice) {
    return new Comparison(architecture, first, second, folds, choice);
  }

  /** First minus second, [folds]. */
  double[] differences(Metric metric) {
    return folds.stream().mapToDouble(fold -> fold.difference(metric)).toArray();
  }

  /** Documents of a test part per training document, mean over folds. */
  double testToTraining() {
    return folds.stream().mapToDouble(it -> it.first().testToTraining()).average().orElseThrow();
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
      Optional<Significance.Outcome> outcome,
      String reason) {
    return new SignificanceResult(
        architecture,
        metric,
        test,
        first,
        second,
        thresholds,
        folds.size(),
        n,
        difference,
        outcome.map(Significance.Outcome::statistic).orElse(null),
        outcome.map(Significance.Outcome::p).orElse(null),
        null,
        false,
        outcome.isPresent() ? null : reason);
  }
}
