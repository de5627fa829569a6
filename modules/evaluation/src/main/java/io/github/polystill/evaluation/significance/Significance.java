package io.github.polystill.evaluation.significance;

import io.github.polystill.evaluation.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  private final int shuffles;
  private final long seed;

  /**
   * Tests with the standard number of shuffles.
   *
   * @param seed of the shuffles
   */
  public Significance(long seed) {
    this(SHUFFLES, seed);
  }

  Significance(int shuffles, long seed) {
    this.shuffles = shuffles;
    this.seed = seed;
  }

  /**
   * The results by comparison, test and metric. A comparison on one fold has p-values of the tests
   * over documents alone, one on none has none; the others say why.
   */
  public List<SignificanceResult> of(List<Comparison> comparisons) {
    List<SignificanceResult> results = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      results.addAll(tested(comparison));
    }
    for (TestMethod test : TestMethod.values()) {
      correct(results, test);
    }
    return List.copyOf(results);
  }

  private List<SignificanceResult> tested(Comparison comparison) {
    int folds = comparison.folds().size();
    List<SignificanceResult> results = new ArrayList<>();
    if (folds < 2) {
      results.addAll(untested(comparison, test -> folds == 0 || !test.overDocuments()));
    } else {
      for (Metric metric : Metric.values()) {
        results.addAll(FoldTests.of(comparison, metric));
      }
    }
    if (folds > 0) {
      results.addAll(DocumentTests.of(comparison, shuffles, seed));
    }
    results.sort(
        Comparator.comparing(SignificanceResult::test).thenComparing(SignificanceResult::metric));
    return results;
  }

  private static List<SignificanceResult> untested(
      Comparison comparison, Predicate<TestMethod> which) {
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
    for (TestMethod test : Stream.of(TestMethod.values()).filter(which).toList()) {
      for (Metric metric : test.metrics()) {
        Double difference = folds == 0 ? null : comparison.differences(metric)[0];
        results.add(comparison.result(test, metric, folds, difference, Optional.empty(), reason));
      }
    }
    return results;
  }

  private static void correct(List<SignificanceResult> results, TestMethod test) {
    int[] cells =
        IntStream.range(0, results.size())
            .filter(i -> results.get(i).test() == test && results.get(i).p() != null)
            .toArray();
    double[] corrected =
        HolmCorrection.of(IntStream.of(cells).mapToDouble(i -> results.get(i).p()).toArray());
    for (int cell = 0; cell < cells.length; cell++) {
      results.set(cells[cell], results.get(cells[cell]).corrected(corrected[cell]));
    }
  }
}
