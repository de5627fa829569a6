package io.github.polystill.evaluation.significance;

import io.github.polystill.evaluation.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;
import org.apiguardian.api.API;

/**
 * Makes all tests of all comparisons and corrects each test's p-values by Holm over its cells,
 * comparisons times metrics.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class Significance {
  /** What a corrected p-value must be below to be called significant. */
  public static final double LEVEL = 0.01;

  /** Shuffles of the randomisation test. */
  public static final int SHUFFLES = 10_000;

  private final long seed;

  /**
   * What a test found.
   *
   * @param p two-sided
   */
  record Outcome(double statistic, double p) {}

  /**
   * The tests.
   *
   * @param seed of the shuffles
   */
  public Significance(long seed) {
    this.seed = seed;
  }

  /**
   * The results by comparison, test and metric. A comparison on one fold has p-values of the tests
   * over documents alone, one on none has none; the others say why.
   */
  public List<SignificanceResult> of(List<Comparison> comparisons) {
    List<SignificanceResult> results = new ArrayList<>();
    comparisons.forEach(comparison -> results.addAll(tested(comparison)));
    for (TestMethod test : TestMethod.values()) {
      correct(results, test);
    }
    return List.copyOf(results);
  }

  private List<SignificanceResult> tested(Comparison comparison) {
    int folds = comparison.folds().size();
    List<SignificanceResult> results = new ArrayList<>();
    if (folds < 2) {
      results.addAll(untested(comparison));
    } else {
      Stream.of(Metric.values()).forEach(metric -> results.addAll(overFolds(comparison, metric)));
    }
    if (folds > 0) {
      results.addAll(overDocuments(comparison));
    }
    results.sort(
        Comparator.comparing(SignificanceResult::test).thenComparing(SignificanceResult::metric));
    return results;
  }

  /** The tests that a comparison has too few folds for. */
  private static List<SignificanceResult> untested(Comparison comparison) {
    int folds = comparison.folds().size();
    String reason =
        String.format(
            Locale.ROOT,
            "%s and %s share %d fold%s, and the tests over folds need 2 or more",
            comparison.first(),
            comparison.second(),
            folds,
            folds == 1 ? "" : "s");
    List<SignificanceResult> results = new ArrayList<>();
    for (TestMethod test : TestMethod.values()) {
      if (folds == 0 || !test.overDocuments()) {
        for (Metric metric : test.metrics()) {
          Double difference = folds == 0 ? null : comparison.differences(metric)[0];
          results.add(comparison.result(test, metric, folds, difference, Optional.empty(), reason));
        }
      }
    }
    return results;
  }

  /** The tests whose units are folds, two or more. */
  private static List<SignificanceResult> overFolds(Comparison comparison, Metric metric) {
    double[] differences = comparison.differences(metric);
    int folds = differences.length;
    double mean = DoubleStream.of(differences).average().orElseThrow();
    Optional<Outcome> paired = PairedTTest.test(differences, 0);
    Optional<Outcome> corrected = PairedTTest.test(differences, comparison.testToTraining());
    Optional<Outcome> ranked = WilcoxonTest.test(differences);
    int unequal = WilcoxonTest.unequal(differences).length;
    String constant = "the difference is the same on every fold";
    String equal = "the figures are equal on every fold";
    return List.of(
        comparison.result(TestMethod.PAIRED_T, metric, folds, mean, paired, constant),
        comparison.result(TestMethod.CORRECTED_T, metric, folds, mean, corrected, constant),
        comparison.result(TestMethod.WILCOXON, metric, unequal, mean, ranked, equal));
  }

  /** The tests whose units are documents, over the test parts of all folds together. */
  private List<SignificanceResult> overDocuments(Comparison comparison) {
    DecisionDifferences decisions = new DecisionDifferences(comparison.folds());
    List<SignificanceResult> results = new ArrayList<>();
    new RandomisationTest(decisions, SHUFFLES, seed)
        .run()
        .forEach(
            (metric, outcome) ->
                results.add(
                    comparison.result(
                        TestMethod.RANDOMISATION,
                        metric,
                        decisions.documents(),
                        outcome.statistic(),
                        Optional.of(outcome),
                        null)));
    int onlyFirst = decisions.onlyFirstExact();
    int onlySecond = decisions.onlySecondExact();
    boolean repeated = decisions.rows() > decisions.documents();
    results.add(
        comparison.result(
            TestMethod.MCNEMAR,
            Metric.SUBSET_ACCURACY,
            onlyFirst + onlySecond,
            (double) (onlyFirst - onlySecond) / decisions.rows(),
            repeated ? Optional.empty() : mcNemar(onlyFirst, onlySecond),
            repeated
                ? "documents occur once per seed, and the test takes each for another one"
                : "no document is wholly right with one of them alone"));
    return results;
  }

  /**
   * McNemar's test (1947) by the exact binomial distribution, empty where the two agree on every
   * document. The statistic is the smaller count.
   *
   * @param onlyFirst documents that only the first model gets right
   * @param onlySecond documents that only the second model gets right
   */
  static Optional<Outcome> mcNemar(int onlyFirst, int onlySecond) {
    int smaller = Math.min(onlyFirst, onlySecond);
    if (onlyFirst + onlySecond == 0) {
      return Optional.empty();
    }
    // Not the library's two-sided test, which looks for counts as unlikely as the one observed:
    // beside the middle their probabilities differ by rounding alone.
    double tail =
        BinomialTest.withDefaults()
            .with(AlternativeHypothesis.LESS_THAN)
            .test(onlyFirst + onlySecond, smaller, 0.5)
            .getPValue();
    return Optional.of(new Outcome(smaller, Math.min(1, 2 * tail)));
  }

  private static void correct(List<SignificanceResult> results, TestMethod test) {
    int[] cells =
        IntStream.range(0, results.size())
            .filter(i -> results.get(i).test() == test && results.get(i).p() != null)
            .toArray();
    double[] corrected = holm(IntStream.of(cells).mapToDouble(i -> results.get(i).p()).toArray());
    for (int cell = 0; cell < cells.length; cell++) {
      results.set(cells[cell], results.get(cells[cell]).corrected(corrected[cell]));
    }
  }

  /**
   * Holm's step-down correction (1979), which keeps the chance of any false finding at the level.
   *
   * @param p [tests], of one family
   * @return [tests], in the same order
   */
  static double[] holm(double[] p) {
    double[] corrected = new double[p.length];
    List<Integer> ascending =
        IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> p[i])).toList();
    double highest = 0;
    for (int rank = 0; rank < p.length; rank++) {
      int i = ascending.get(rank);
      highest = Math.max(highest, Math.min(1, (p.length - rank) * p[i]));
      corrected[i] = highest;
    }
    return corrected;
  }
}
