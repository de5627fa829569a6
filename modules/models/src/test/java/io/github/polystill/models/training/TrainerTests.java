package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TextCnnSettings;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerTests {
  private static final int WORDS = 60;
  private static final int DIMENSIONS = 6;
  private static final int OUTPUTS = 2;
  private static final ValidationScore CONSTANT = new ValidationScore(0, 0);

  private static TrainingSession session() {
    return session(new RandomInputs(3).vectors(WORDS, DIMENSIONS));
  }

  private static TrainingSession session(EmbeddingMatrix vectors) {
    TextCnnSettings settings =
        new TextCnnSettings(List.of(2, 3), 4, 2, 6, 0.5, EmbeddingChannels.TWO);
    return new TrainingSession(
        new NetworkSpec(new TextCnn(settings), new EmbeddingTableShape(WORDS, DIMENSIONS), OUTPUTS),
        vectors);
  }

  private static TrainingTask task(
      long seed, double rate, int epochs, int patience, List<ValidationScore> script) {
    Iterator<ValidationScore> scores = script.iterator();
    return task(
        seed,
        new OptimisationSettings(8, rate, epochs, patience),
        logits -> scores.hasNext() ? scores.next() : CONSTANT);
  }

  private static TrainingTask task(
      long seed, OptimisationSettings optimisation, Function<float[][], ValidationScore> score) {
    RandomInputs random = new RandomInputs(9);
    return new TrainingTask(
        random.texts(50, WORDS, 20),
        random.targets(50, OUTPUTS, false),
        IntStream.range(0, 40).toArray(),
        IntStream.range(40, 50).toArray(),
        score,
        2,
        optimisation,
        seed);
  }

  private static List<ValidationScore> figures(double... figures) {
    return Arrays.stream(figures).mapToObj(figure -> new ValidationScore(figure, 1)).toList();
  }

  private static Map<String, float[]> trained(TrainingSession session, long seed) {
    Trainer.train(session, task(seed, 1e-2, 3, 3, figures(1, 2, 3)), TrainingListener.NONE);
    return session.weights();
  }

  private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    actual.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
  }

  @Test
  void aTrialLeavesNothingBehindInItsSession() {
    try (TrainingSession fresh = session();
        TrainingSession used = session()) {
      assertThatThrownBy(
              () -> Trainer.train(used, task(1, 1e30, 5, 5, List.of()), TrainingListener.NONE))
          .isInstanceOf(DivergedException.class);
      assertSame(trained(used, 4), trained(fresh, 4));
    }
  }

  @Test
  void firstWeightsDependOnTheSeedAndTheWordVectors() {
    EmbeddingMatrix vectors = new RandomInputs(5).vectors(WORDS, DIMENSIONS);
    try (TrainingSession session = session(vectors)) {
      session.start(1);
      Map<String, float[]> first = session.weights();
      assertThat(first.get("embedding.fine_tuned")).isEqualTo(vectors.values());
      assertThat(first.get("output.bias")).containsOnly(0f);
      double limit = Math.sqrt(6.0 / (6 + OUTPUTS));
      for (float weight : first.get("output.weights")) {
        assertThat(Math.abs(weight)).isLessThanOrEqualTo((float) limit);
      }
      session.start(2);
      assertThat(session.weights().get("output.weights")).isNotEqualTo(first.get("output.weights"));
    }
  }

  @Test
  void wordVectorsOfAnotherShapeAreAnError() {
    assertThatThrownBy(() -> session(new RandomInputs(1).vectors(WORDS + 1, DIMENSIONS)).close())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> session(new RandomInputs(1).vectors(DIMENSIONS, WORDS)).close())
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Epochs that run, and the best of them, for scripted figures; a loss behind a slash. */
  @ParameterizedTest
  @CsvSource({
    "1 2 3 4 5 6, 6, 3, 6, 6",
    "5 1 1 1 1 1, 6, 3, 4, 1",
    "1 5 4 4 6 1 1 1 9, 9, 3, 8, 5",
    "1 5 4 4 4 9, 6, 3, 5, 2",
    "1/1 2/3 2/2 2/4 2/1, 9, 3, 5, 5",
    "0/2 0/1 0/3, 3, 3, 3, 2",
    "NaN/1 1/1 0/1, 3, 3, 3, 2",
  })
  void stopsEarlyAndKeepsTheBest(
      String script, int epochs, int patience, int expectedEpochs, int expectedBest) {
    List<ValidationScore> scores =
        Arrays.stream(script.split(" "))
            .map(entry -> entry.split("/"))
            .map(
                entry ->
                    new ValidationScore(
                        Double.parseDouble(entry[0]),
                        entry.length == 1 ? 1 : Double.parseDouble(entry[1])))
            .toList();
    List<Map<String, float[]>> weights = new ArrayList<>();
    List<Integer> documents = new ArrayList<>();
    try (TrainingSession session = session()) {
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void stepFinished(int count) {
              documents.add(count);
            }

            @Override
            public void epochFinished(Epoch epoch) {
              weights.add(session.weights());
            }
          };
      TrainingHistory history =
          Trainer.train(session, task(1, 1e-2, epochs, patience, scores), listener);
      assertThat(history.epochs()).hasSize(expectedEpochs);
      assertThat(history.epochs().stream().map(Epoch::validation))
          .isEqualTo(scores.subList(0, expectedEpochs));
      assertThat(history.bestEpoch()).isEqualTo(expectedBest);
      assertThat(history.best().number()).isEqualTo(expectedBest);
      assertSame(session.weights(), weights.get(expectedBest - 1));
      assertThat(documents.stream().mapToInt(Integer::intValue).sum())
          .isEqualTo(40 * expectedEpochs);
    }
  }

  @Test
  void scoresTheLogitsOfTheValidationDocumentsInTheirOrder() {
    List<float[][]> seen = new ArrayList<>();
    TrainingTask task =
        task(
            1,
            new OptimisationSettings(8, 1e-3, 1, 1),
            logits -> {
              seen.add(logits);
              return CONSTANT;
            });
    try (TrainingSession session = session()) {
      Trainer.train(session, task, TrainingListener.NONE);
      assertThat(seen).hasSize(1);
      for (int i = 0; i < 10; i++) {
        int[] document = {task.validation()[i]};
        float[] alone = Trainer.predict(session, task.tokens(), document)[0];
        for (int output = 0; output < OUTPUTS; output++) {
          assertThat(seen.get(0)[i][output]).isCloseTo(alone[output], within(1e-6f));
        }
      }
    }
  }

  @Test
  void divergenceIsAnError() {
    try (TrainingSession session = session()) {
      assertThatThrownBy(
              () -> Trainer.train(session, task(1, 1e20, 5, 5, List.of()), TrainingListener.NONE))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("learningRate")
          .hasMessageNotContaining("\n");
    }
    float[] values = new RandomInputs(1).values(WORDS * DIMENSIONS, 1);
    Arrays.fill(values, DIMENSIONS, values.length, Float.NaN);
    try (TrainingSession session = session(new EmbeddingMatrix(values, WORDS, DIMENSIONS))) {
      assertThatThrownBy(
              () -> Trainer.train(session, task(1, 1e-3, 5, 5, List.of()), TrainingListener.NONE))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("step 1 of epoch 1");
    }
  }

  @Test
  void divergenceInTheLastStepIsAnError() {
    RandomInputs random = new RandomInputs(9);
    TrainingTask oneStep =
        new TrainingTask(
            random.texts(20, WORDS, 20),
            random.targets(20, OUTPUTS, false),
            IntStream.range(0, 10).toArray(),
            IntStream.range(10, 20).toArray(),
            logits -> CONSTANT,
            1,
            new OptimisationSettings(10, 1e30, 1, 1),
            1);
    try (TrainingSession session = session()) {
      assertThatThrownBy(() -> Trainer.train(session, oneStep, TrainingListener.NONE))
          .isInstanceOf(DivergedException.class);
    }
  }
}
