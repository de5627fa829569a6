package io.github.polystill.evaluation.significance;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.inference.ContinuityCorrection;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.apache.commons.statistics.ranking.NaturalRanking;

/**
 * Wilcoxon's signed-rank test. Differences of 0 are left out, as Wilcoxon did; equal ones share
 * their mean rank, equal up to the rounding of the figures that were subtracted. Up to {@value
 * #EXACT} differences p is exact, over all assignments of signs to the ranks; beyond it comes from
 * the normal distribution with the variance corrected for equal differences.
 *
 * <p>Commons Statistics has the test too, but no exact p where differences are equal, which of five
 * folds they often are.
 */
final class WilcoxonTest {
  private static final int EXACT = 50;

  private static final WilcoxonSignedRankTest APPROXIMATE =
      WilcoxonSignedRankTest.withDefaults()
          .with(PValueMethod.ASYMPTOTIC)
          .with(ContinuityCorrection.DISABLED);

  private WilcoxonTest() {}

  /**
   * The test, empty where all differences are 0. The statistic is the smaller of the two rank sums.
   *
   * @param differences [folds]
   */
  static Optional<Significance.Outcome> test(double[] differences) {
    double[] gains = unequal(differences);
    if (gains.length == 0) {
      return Optional.empty();
    }
    double[] sizes = sizes(gains);
    double[] ranks = new NaturalRanking().apply(sizes);
    double positive = 0;
    for (int i = 0; i < gains.length; i++) {
      positive += gains[i] > 0 ? ranks[i] : 0;
      sizes[i] = Math.copySign(sizes[i], gains[i]);
    }
    double smaller = Math.min(positive, Arrays.stream(ranks).sum() - positive);
    double p = gains.length <= EXACT ? exact(ranks, smaller) : APPROXIMATE.test(sizes).getPValue();
    return Optional.of(new Significance.Outcome(smaller, p));
  }

  /** The differences that are not 0 up to rounding. */
  static double[] unequal(double[] differences) {
    return Arrays.stream(differences)
        .filter(difference -> Math.abs(difference) > PairedTTest.ROUNDING)
        .toArray();
  }

  /** Sizes of gains; those that are equal up to rounding are made equal. */
  private static double[] sizes(double[] gains) {
    double[] sizes = Arrays.stream(gains).map(Math::abs).toArray();
    double[] ascending = sizes.clone();
    Arrays.sort(ascending);
    double[] levels = ascending.clone();
    for (int i = 1; i < levels.length; i++) {
      if (ascending[i] - ascending[i - 1] <= PairedTTest.ROUNDING) {
        levels[i] = levels[i - 1];
      }
    }
    return Arrays.stream(sizes).map(size -> levels[Arrays.binarySearch(ascending, size)]).toArray();
  }

  /** Twice the share of sign assignments whose positive ranks sum to no more than the statistic. */
  private static double exact(double[] ranks, double statistic) {
    // Twice the ranks, so that mean ranks are whole numbers.
    int[] doubled = Arrays.stream(ranks).mapToInt(rank -> (int) Math.round(2 * rank)).toArray();
    double[] share = new double[Arrays.stream(doubled).sum() + 1];
    share[0] = 1;
    int reached = 0;
    for (int rank : doubled) {
      reached += rank;
      for (int sum = reached; sum >= 0; sum--) {
        share[sum] = (share[sum] + (sum >= rank ? share[sum - rank] : 0)) / 2;
      }
    }
    double tail = 0;
    for (int sum = 0; sum <= Math.round(2 * statistic); sum++) {
      tail += share[sum];
    }
    return Math.min(1, 2 * tail);
  }
}
