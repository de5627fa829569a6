package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.SmallArchitecture;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.training.TrainingHistory.ValidationScore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts, class weights and word vectors at the edge of what there is. */
class UnusualInputTests {
  private static final int WORDS = 50;
  private static final int DIMENSIONS = 5;
  private static final int UNKNOWN = 1;

  private static TrainingSession session(SmallArchitecture architecture, EmbeddingMatrix vectors) {
    TrainingSession session = new TrainingSession(architecture.spec(WORDS, DIMENSIONS, 1), vectors);
    session.start(1);
    return session;
  }

  private static TrainingSession session(SmallArchitecture architecture) {
    return session(architecture, new RandomInputs(1).vectors(WORDS, DIMENSIONS));
  }

  private static TokenBatch batch(int[]... texts) {
    return TokenBatch.of(texts, IntStream.range(0, texts.length).toArray(), 0, texts.length);
  }

  private static int[] unknown(int length) {
    int[] text = new int[length];
    Arrays.fill(text, UNKNOWN);
    return text;
  }

  /** Trains on one batch and sees to it that all stays finite and that each text is answered. */
  private static void assertTrains(SmallArchitecture architecture, TokenBatch batch) {
    try (TrainingSession session = session(architecture)) {
      float[][] targets = new RandomInputs(2).targets(batch.rows(), 1, false);
      for (int step = 0; step < 3; step++) {
        assertThat(session.step(batch, targets, WeightedCrossEntropy.PLAIN, 1e-2))
            .isFinite()
            .isPositive();
      }
      assertFinite(session.weights());
      float[][] logits = session.logits(batch);
      assertThat(logits).hasDimensions(batch.rows(), 1);
      assertThat(List.of(logits)).allSatisfy(row -> assertThat(row[0]).isFinite());
    }
  }

  private static void assertFinite(Map<String, float[]> weights) {
    weights.forEach(
        (name, values) -> {
          for (float value : values) {
            assertThat(value).as(name).isFinite();
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void textsOfOneOrNoOrUnknownTokens(SmallArchitecture architecture) {
    assertTrains(architecture, batch(new int[] {7}));
    assertTrains(architecture, batch(unknown(1), unknown(9)));
    assertTrains(architecture, batch(new int[] {7}, new int[0], unknown(30)));
  }

  /** A batch of empty texts has no word at all. */
  @ParameterizedTest
  @EnumSource
  void nothingButEmptyTexts(SmallArchitecture architecture) {
    assertTrains(architecture, batch(new int[0]));
    assertTrains(architecture, batch(new int[0], new int[4]));
  }

  /** Encoding cuts texts before that; the networks have no limit of their own. */
  @ParameterizedTest
  @EnumSource
  void aTextOfTenThousandTokens(SmallArchitecture architecture) {
    int[][] texts = new RandomInputs(3).texts(WORDS, new int[] {10_000, 3});
    assertTrains(architecture, batch(texts));
  }

  @Test
  void aTextOfAHundredSentences() {
    int[] text = new int[100 * SmallArchitecture.WORDS_PER_SENTENCE];
    for (int sentence = 0; sentence < 100; sentence++) {
      text[sentence * SmallArchitecture.WORDS_PER_SENTENCE] = 2 + sentence % 40;
    }
    assertTrains(SmallArchitecture.HAN, batch(text, new int[] {5, 6}));
  }

  @ParameterizedTest
  @EnumSource
  void extremeClassWeights(SmallArchitecture architecture) {
    int[][] texts = architecture.texts(new RandomInputs(4), 16, WORDS, 30);
    float[][] targets = new RandomInputs(4).targets(16, 1, false);
    try (TrainingSession session = session(architecture)) {
      for (double weight : new double[] {1e9, 1e-9}) {
        session.start(1);
        float first = session.step(batch(texts), targets, new WeightedCrossEntropy(weight), 1e-2);
        for (int step = 0; step < 30; step++) {
          assertThat(session.step(batch(texts), targets, new WeightedCrossEntropy(weight), 1e-2))
              .isFinite();
        }
        assertThat(session.step(batch(texts), targets, new WeightedCrossEntropy(weight), 1e-2))
            .isLessThan(first);
        assertFinite(session.weights());
        boolean positive = weight > 1;
        assertThat(List.of(session.logits(batch(texts))))
            .allSatisfy(row -> assertThat(row[0] > 0).isEqualTo(positive));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void wordVectorsThatAreNoNumbers(SmallArchitecture architecture) {
    float[] values = new RandomInputs(1).values(WORDS * DIMENSIONS, 1);
    Arrays.fill(values, UNKNOWN * DIMENSIONS, values.length, Float.NaN);
    RandomInputs random = new RandomInputs(5);
    TrainingTask task =
        new TrainingTask(
            architecture.texts(random, 20, WORDS, 20),
            random.targets(20, 1, false),
            IntStream.range(0, 15).toArray(),
            IntStream.range(15, 20).toArray(),
            logits -> new ValidationScore(0, 0),
            WeightedCrossEntropy.PLAIN,
            new OptimisationSettings(8, 0.0123, 2, 2),
            1);
    try (TrainingSession session =
        session(architecture, new EmbeddingMatrix(values, WORDS, DIMENSIONS))) {
      assertThatThrownBy(() -> Trainer.train(session, task, TrainingListener.NONE))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("NaN in step 1 of epoch 1")
          .hasMessageContaining("learning rate 0.0123");
    }
  }
}
