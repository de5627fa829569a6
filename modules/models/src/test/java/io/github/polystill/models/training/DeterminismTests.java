package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.SmallArchitecture;
import io.github.polystill.models.training.TrainingHistory.ValidationScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A seed gives the same weights to the last bit, whatever runs beside it and ran before it. */
class DeterminismTests {
  private static final int WORDS = 60;
  private static final int DIMENSIONS = 6;
  private static final int OUTPUTS = 2;
  private static final int SEEDS = 4;

  @ParameterizedTest
  @EnumSource
  void sessionsSideBySideGiveTheSameWeights(SmallArchitecture architecture) throws Exception {
    Map<Integer, Map<String, float[]>> expected = trained(architecture, 1);
    assertThat(expected.get(0).get("output.weights"))
        .isNotEqualTo(expected.get(1).get("output.weights"));
    assertThat(expected.get(0).get("embedding.fine_tuned"))
        .isNotEqualTo(expected.get(1).get("embedding.fine_tuned"));
    for (int workers : List.of(1, 2, 4)) {
      Map<Integer, Map<String, float[]>> actual = trained(architecture, workers);
      assertThat(actual).containsOnlyKeys(expected.keySet());
      for (int seed = 0; seed < SEEDS; seed++) {
        assertSame(actual.get(seed), expected.get(seed));
      }
    }
  }

  private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    actual.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
  }

  /** Weights after training by seed, the seeds dealt out to threads with a session each. */
  private static Map<Integer, Map<String, float[]>> trained(
      SmallArchitecture architecture, int workers) throws Exception {
    ExecutorService pool =
        Executors.newFixedThreadPool(workers, task -> new Thread(task, "determinism-test"));
    try {
      List<Future<Map<Integer, Map<String, float[]>>>> futures = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        int first = worker;
        futures.add(pool.submit(() -> trained(architecture, first, workers)));
      }
      Map<Integer, Map<String, float[]>> bySeed = new TreeMap<>();
      for (Future<Map<Integer, Map<String, float[]>>> future : futures) {
        bySeed.putAll(future.get());
      }
      return bySeed;
    } finally {
      pool.shutdownNow();
    }
  }

  private static Map<Integer, Map<String, float[]>> trained(
      SmallArchitecture architecture, int first, int step) {
    Map<Integer, Map<String, float[]>> bySeed = new TreeMap<>();
    try (TrainingSession session =
        new TrainingSession(
            architecture.spec(WORDS, DIMENSIONS, OUTPUTS),
            new RandomInputs(3).vectors(WORDS, DIMENSIONS))) {
      for (int seed = first; seed < SEEDS; seed += step) {
        Trainer.train(session, task(architecture, seed), TrainingListener.NONE);
        bySeed.put(seed, session.weights());
      }
    }
    return bySeed;
  }

  private static TrainingTask task(SmallArchitecture architecture, long seed) {
    RandomInputs random = new RandomInputs(9);
    return new TrainingTask(
        architecture.texts(random, 50, WORDS, 25),
        random.targets(50, OUTPUTS, false),
        IntStream.range(0, 40).toArray(),
        IntStream.range(40, 50).toArray(),
        logits -> new ValidationScore(logits[0][0], 0),
        new WeightedCrossEntropy(2),
        new OptimisationSettings(8, 1e-2, 3, 3),
        seed);
  }
}
