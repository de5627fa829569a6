package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.Dense;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingMean;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.LayerScope;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The layer under a linear output, whose logits and gradients are a line of arithmetic each. */
final class EmbeddingMeanTests {
  private static final int WORDS = 7;
  private static final int DIMENSIONS = 3;
  private static final int[][] TEXTS = {{2, 3, 2, 6}, {}, {5}, {1, 0, 0, 4, 4}};
  private static final int[] WORD_COUNTS = {4, 1, 1, 3};

  private record Linear(EmbeddingChannels channels) implements Architecture {
    @Override
    public String name() {
      return "linear";
    }

    @Override
    public Map<String, Object> sizes() {
      return Map.of("channels", channels);
    }

    @Override
    public Operand<TFloat32> logits(
        LayerScope scope, Operand<TInt32> tokens, EmbeddingTableShape table, int outputs) {
      Operand<TFloat32> mean = EmbeddingMean.apply(scope, tokens, table, channels);
      int size = channels.count() * table.dimensions();
      return Dense.apply(scope, "output", mean, size, outputs);
    }
  }

  private static TrainingSession session(EmbeddingChannels channels, EmbeddingMatrix vectors) {
    TrainingSession session =
        new TrainingSession(
            new NetworkSpec(new Linear(channels), new EmbeddingTableShape(WORDS, DIMENSIONS), 1),
            vectors);
    session.start(1);
    return session;
  }

  private static TokenBatch batch(int width) {
    return TokenBatch.of(TEXTS, new int[] {0, 1, 2, 3}, 0, TEXTS.length, width);
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithItsFormulaAndIgnoresPadding(EmbeddingChannels channels) {
    EmbeddingMatrix vectors = new RandomInputs(3).vectors(WORDS, DIMENSIONS);
    try (TrainingSession session = session(channels, vectors)) {
      float[] weights = session.weights().get("output.weights");
      for (int width : new int[] {5, 9, 40}) {
        float[][] logits = session.logits(batch(width));
        for (int text = 0; text < TEXTS.length; text++) {
          double expected = 0;
          for (int id : TEXTS[text]) {
            for (int i = 0; i < weights.length && id != 0; i++) {
              int cell = id * DIMENSIONS + i % DIMENSIONS;
              expected += weights[i] * vectors.values()[cell] / (double) WORD_COUNTS[text];
            }
          }
          assertThat((double) logits[text][0]).isCloseTo(expected, within(1e-6));
        }
      }
    }
  }

  @Test
  void theFineTunedTableLearnsFromEveryWord() {
    EmbeddingMatrix vectors = new RandomInputs(3).vectors(WORDS, DIMENSIONS);
    try (TrainingSession session = session(EmbeddingChannels.TWO, vectors)) {
      float[] weights = session.weights().get("output.weights");
      float[][] logits = session.logits(batch(6));
      float[][] targets = {{1}, {0}, {1}, {0}};
      Map<String, float[]> gradients =
          SessionDiagnostics.gradients(session, batch(6), targets, WeightedCrossEntropy.PLAIN);
      double[] expected = new double[WORDS * DIMENSIONS];
      for (int text = 0; text < TEXTS.length; text++) {
        double probability = 1 / (1 + Math.exp(-logits[text][0]));
        double ofLogit = (probability - targets[text][0]) / TEXTS.length;
        for (int id : TEXTS[text]) {
          for (int i = 0; i < DIMENSIONS && id != 0; i++) {
            expected[id * DIMENSIONS + i] += ofLogit * weights[DIMENSIONS + i] / WORD_COUNTS[text];
          }
        }
      }
      float[] table = gradients.get("embedding.fine_tuned");
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) table[i]).isCloseTo(expected[i], within(1e-7));
      }
    }
  }

  @Test
  void aBatchWithoutAnyWordIsZero() {
    try (TrainingSession session =
        session(EmbeddingChannels.TWO, new RandomInputs(3).vectors(WORDS, DIMENSIONS))) {
      float[][] none = session.logits(TokenBatch.of(new int[][] {{}, {}}, new int[] {0, 1}, 0, 2));
      assertThat(none).isDeepEqualTo(new float[][] {{0}, {0}});
    }
  }
}
