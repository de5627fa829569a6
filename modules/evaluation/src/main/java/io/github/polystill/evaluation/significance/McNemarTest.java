package io.github.polystill.evaluation.significance;

import java.util.Optional;
import org.apache.commons.math3.distribution.BinomialDistribution;

/** McNemar's test (1947) by the exact binomial distribution. */
final class McNemarTest {
  private McNemarTest() {}

  /**
   * The test, empty where the two agree on every document. The statistic is the smaller count.
   *
   * @param onlyFirst documents that only the first model gets right
   * @param onlySecond documents that only the second model gets right
   */
  static Optional<TestOutcome> test(int onlyFirst, int onlySecond) {
    int smaller = Math.min(onlyFirst, onlySecond);
    int discordant = onlyFirst + onlySecond;
    if (discordant == 0) {
      return Optional.empty();
    }
    BinomialDistribution even = new BinomialDistribution(null, discordant, 0.5);
    return Optional.of(
        new TestOutcome(smaller, Math.min(1, 2 * even.cumulativeProbability(smaller))));
  }
}
