package io.github.polystill.embeddings.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class SamplingTests {
  @Test
  void negativesAreDrawnByCountToThePowerOfThreeQuarters() {
    long[] counts = {100_000, 5000, 5000, 300, 20, 5, 1, 1};
    AliasTable table = AliasTable.ofCounts(counts);
    RandomState random = new RandomState(11);
    int draws = 1_000_000;
    long[] seen = new long[counts.length];
    for (int i = 0; i < draws; i++) {
      seen[table.draw(random)]++;
    }
    double total = 0;
    for (long count : counts) {
      total += Math.pow((double) count, 0.75);
    }
    double chiSquare = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = Math.pow((double) counts[i], 0.75) / total * draws;
      chiSquare += (seen[i] - expected) * (seen[i] - expected) / expected;
    }
    // Beyond this, once in a thousand, with 7 degrees of freedom.
    assertThat(chiSquare).isLessThan(24.32);
  }

  @Test
  void subsamplingFollowsTheOriginalFormula() {
    // 10% of a million words at 1e-3: (sqrt(100) + 1) / 100.
    assertThat(Subsampling.probability(100_000, 1_000_000, 1e-3)).isCloseTo(0.11, within(1e-12));
    assertThat(Subsampling.probability(10, 1_000_000, 1e-3)).isEqualTo(1);
    assertThat(Subsampling.probability(100_000, 1_000_000, 0)).isEqualTo(1);
    Subsampling subsampling = Subsampling.of(new long[] {100_000, 900_000}, 1e-3);
    RandomState random = new RandomState(5);
    int kept = 0;
    for (int i = 0; i < 100_000; i++) {
      kept += subsampling.keeps(0, random) ? 1 : 0;
    }
    assertThat(kept / 1e5).isCloseTo(0.11, within(0.004));
  }

  @Test
  void sigmoidIsCloseToTheFunction() {
    for (float x = -7.9f; x < 7.9f; x += 0.0137f) {
      assertThat((double) Kernel.sigmoid(x)).isCloseTo(1 / (1 + Math.exp(-x)), within(1e-3));
    }
    assertThat(Kernel.sigmoid(100)).isEqualTo(1);
    assertThat(Kernel.sigmoid(-100)).isEqualTo(0);
    assertThat(Kernel.sigmoid(Float.NaN)).isEqualTo(0);
  }

  @Test
  void learningRateFallsLinearly() {
    TrainingRun.LearningRate rate = new TrainingRun.LearningRate(0.025, 999);
    assertThat(rate.at(0)).isEqualTo(0.025f);
    assertThat(rate.at(500)).isCloseTo(0.0125f, within(1e-7f));
    assertThat(rate.at(1000)).isCloseTo(0.0000025f, within(1e-9f));
  }
}
