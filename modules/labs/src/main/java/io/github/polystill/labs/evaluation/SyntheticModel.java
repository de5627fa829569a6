package io.github.polystill.labs.evaluation;

import io.github.polystill.data.LabelSet;
import io.github.polystill.evaluation.Predictions;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * Predictions of a model that is often but not always right, for labels that 2 to 30 % of the
 * documents carry. Models of other seeds err elsewhere on the same truth.
 */
record SyntheticModel(int labels, long seed) {
  private static final long TRUTH_SEED = 20260104;

  /** Predictions for documents numbered from {@code from}. */
  Predictions predict(int from, int documents) {
    RandomGenerator truths = random(TRUTH_SEED + from);
    RandomGenerator errors = random(seed + from);
    boolean[][] truth = new boolean[documents][labels];
    float[][] probabilities = new float[documents][labels];
    for (int i = 0; i < documents; i++) {
      for (int j = 0; j < labels; j++) {
        truth[i][j] = truths.nextDouble() < 0.02 + 0.28 * j / labels;
        probabilities[i][j] = (truth[i][j] ? 0.35f : 0) + 0.6f * errors.nextFloat();
      }
    }
    return new Predictions(
        LabelSet.of(names("label", 0, labels)),
        names("document", from, documents),
        truth,
        probabilities);
  }

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static List<String> names(String prefix, int from, int count) {
    return IntStream.range(from, from + count).mapToObj(i -> prefix + i).toList();
  }
}
