package io.github.polystill.evaluation.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.evaluation.Metric;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RandomisationTestTests {
  private static final int SHUFFLES = 20_000;

  @Test
  void agreesWithSciPyOverAllSwaps() throws IOException {
    for (JsonNode node : SignificanceCases.of("randomisation")) {
      DecisionDifferences decisions = new DecisionDifferences(List.of(fold(node, 0)));
      Map<Metric, Significance.Outcome> outcomes =
          new RandomisationTest(decisions, SHUFFLES, 7).run();
      assertThat(outcomes).hasSize(4);
      outcomes.forEach(
          (metric, outcome) -> {
            double exact = node.get("p").get(metric.key()).doubleValue();
            assertThat(outcome.statistic())
                .isCloseTo(node.get("difference").get(metric.key()).doubleValue(), within(1e-12));
            double noise = Math.sqrt(exact * (1 - exact) / SHUFFLES);
            assertThat(outcome.p()).as(metric.key()).isCloseTo(exact, within(4 * noise + 1e-4));
          });
    }
  }

  private static Comparison.Pair fold(JsonNode node, int from) {
    return SignificanceCases.fold(
        from,
        SignificanceCases.bits(node.get("truth")),
        SignificanceCases.bits(node.get("first")),
        SignificanceCases.bits(node.get("second")));
  }

  /** The outputs of a document that is there twice are swapped together, not one by one. */
  @Test
  void aDocumentOfTwoSeedsIsOneUnit() throws IOException {
    JsonNode node = SignificanceCases.of("randomisation").get(0);
    List<Comparison.Pair> once = List.of(fold(node, 0));
    List<Comparison.Pair> twice = List.of(fold(node, 0), fold(node, 0));
    List<Comparison.Pair> others = List.of(fold(node, 0), fold(node, 1000));
    assertThat(p(twice)).isEqualTo(p(once));
    assertThat(p(others)).isLessThan(p(once) / 2);
  }

  private static double p(List<Comparison.Pair> folds) {
    DecisionDifferences decisions = new DecisionDifferences(folds);
    return new RandomisationTest(decisions, SHUFFLES, 7).run().get(Metric.SUBSET_ACCURACY).p();
  }

  @Test
  void dependsOnTheSeedButNotOnThreads() throws Exception {
    DecisionDifferences decisions = new DecisionDifferences(List.of(random(300, 6, 3)));
    Map<Metric, Significance.Outcome> expected = new RandomisationTest(decisions, 1000, 5).run();
    ForkJoinPool one = new ForkJoinPool(1);
    try {
      assertThat(one.submit(() -> new RandomisationTest(decisions, 1000, 5).run()).get())
          .isEqualTo(expected);
    } finally {
      one.shutdown();
    }
    assertThat(new RandomisationTest(decisions, 1000, 6).run()).isNotEqualTo(expected);
  }

  @Test
  void modelsThatDecideAlikeHaveP1() {
    boolean[][] decisions = {{true, false}, {false, true}};
    Comparison.Pair fold = SignificanceCases.fold(0, decisions, decisions, decisions);
    new RandomisationTest(new DecisionDifferences(List.of(fold)), 100, 1)
        .run()
        .values()
        .forEach(outcome -> assertThat(outcome).isEqualTo(new Significance.Outcome(0, 1)));
  }

  @Property(tries = 50)
  void bitsAreCountedAsOneByOne(
      @ForAll @IntRange(min = 0, max = 3000) int count, @ForAll long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    long[] words = random.longs(500).toArray();
    int[] which = random.ints(count, 0, words.length).toArray();
    int[] expected = new int[Long.SIZE];
    for (int index : which) {
      for (int lane = 0; lane < expected.length; lane++) {
        expected[lane] += (int) (words[index] >>> lane & 1);
      }
    }
    assertThat(RandomisationTest.countBits(words, which)).isEqualTo(expected);
  }

  /** Measured at about a second on two cores; `polystill bench evaluation` shows the time. */
  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void tenThousandShufflesOfFourMillionCellsAreQuick() {
    DecisionDifferences decisions = new DecisionDifferences(List.of(random(40_000, 100, 1)));
    assertThat(new RandomisationTest(decisions, Significance.SHUFFLES, 1).run()).hasSize(4);
  }

  /** Two models that are each wrong in one cell of ten. */
  private static Comparison.Pair random(int documents, int labels, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    boolean[][] truth = new boolean[documents][labels];
    boolean[][] first = new boolean[documents][labels];
    boolean[][] second = new boolean[documents][labels];
    for (int i = 0; i < documents; i++) {
      for (int j = 0; j < labels; j++) {
        truth[i][j] = random.nextInt(5) == 0;
        first[i][j] = truth[i][j] ^ random.nextInt(10) == 0;
        second[i][j] = truth[i][j] ^ random.nextInt(10) == 0;
      }
    }
    return SignificanceCases.fold(0, truth, first, second);
  }
}
