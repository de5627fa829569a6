package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A step moves every weight by Adam of the gradients at the weights before it, dropout included. It
 * does not prove the order of reads and updates: with one thread TensorFlow keeps a right one even
 * without the control dependency in {@link Adam}.
 */
class StepTests {
  private static final int WORDS = 30;
  private static final int TEXTS = 12;
  private static final double RATE = 0.5;

  private final Map<String, double[]> m = new HashMap<>();
  private final Map<String, double[]> v = new HashMap<>();

  @Test
  void movesAllWeightsAtOnce() {
    TextCnn settings = new TextCnn(List.of(2, 4), 8, 3, 16, 0.5, EmbeddingChannels.TWO);
    NetworkSpec spec = new NetworkSpec(settings, new EmbeddingTableShape(WORDS, 6), 3);
    RandomInputs random = new RandomInputs(1);
    // All words are in the batch, since rows of others would not decay.
    int[][] texts = random.texts(TEXTS, WORDS, 40);
    texts[0] = IntStream.range(1, WORDS).toArray();
    TokenBatch batch = TokenBatch.of(texts, IntStream.range(0, TEXTS).toArray(), 0, TEXTS);
    float[][] targets = random.targets(TEXTS, 3, true);
    try (TrainingSession session = new TrainingSession(spec, random.vectors(WORDS, 6))) {
      session.start(3);
      for (int step = 1; step <= 4; step++) {
        Map<String, float[]> before = session.weights();
        Map<String, float[]> gradients =
            SessionDiagnostics.gradients(session, batch, targets, new WeightedCrossEntropy(2));
        session.step(batch, targets, new WeightedCrossEntropy(2), RATE);
        Map<String, float[]> after = session.weights();
        for (String name : before.keySet()) {
          assertMoved(name, before.get(name), gradients.get(name), after.get(name), step);
        }
      }
    }
  }

  private void assertMoved(String name, float[] before, float[] gradient, float[] after, int step) {
    double[] first = m.computeIfAbsent(name, key -> new double[before.length]);
    double[] second = v.computeIfAbsent(name, key -> new double[before.length]);
    for (int i = 0; i < before.length; i++) {
      first[i] = 0.9 * first[i] + 0.1 * gradient[i];
      second[i] = 0.999 * second[i] + 0.001 * gradient[i] * gradient[i];
      double change =
          RATE
              * Math.sqrt(1 - Math.pow(0.999, step))
              / (1 - Math.pow(0.9, step))
              * first[i]
              / (Math.sqrt(second[i]) + 1e-7);
      assertThat((double) after[i])
          .as("%s[%d] after step %d", name, i, step)
          .isCloseTo(before[i] - change, within(1e-4));
    }
  }
}
