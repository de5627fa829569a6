package io.github.polystill.evaluation.significance;

import io.github.polystill.evaluation.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tests whose units are documents, over the test parts of all folds together. */
final class DocumentTests {
  private DocumentTests() {}

  /** All of them, for all metrics of a comparison. */
  static List<SignificanceResult> of(Comparison comparison, int shuffles, long seed) {
    DecisionDifferences decisions = new DecisionDifferences(comparison.folds());
    Map<Metric, TestOutcome> randomised = new RandomisationTest(decisions, shuffles, seed).run();
    List<SignificanceResult> results = new ArrayList<>();
    randomised.forEach(
        (metric, outcome) ->
            results.add(
                comparison.result(
                    TestMethod.RANDOMISATION,
                    metric,
                    decisions.documents(),
                    outcome.statistic(),
                    Optional.of(outcome),
                    null)));
    results.add(mcNemar(comparison, decisions));
    return results;
  }

  private static SignificanceResult mcNemar(Comparison comparison, DecisionDifferences decisions) {
    int onlyFirst = decisions.onlyFirstExact();
    int onlySecond = decisions.onlySecondExact();
    boolean repeated = decisions.rows() > decisions.documents();
    Optional<TestOutcome> outcome =
        repeated ? Optional.empty() : McNemarTest.test(onlyFirst, onlySecond);
    return comparison.result(
        TestMethod.MCNEMAR,
        Metric.SUBSET_ACCURACY,
        onlyFirst + onlySecond,
        (double) (onlyFirst - onlySecond) / decisions.rows(),
        outcome,
        repeated
            ? "documents occur once per seed, and the test takes each for another one"
            : "no document is wholly right with one of them alone");
  }
}
