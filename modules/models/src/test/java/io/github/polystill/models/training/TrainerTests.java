package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.Agreement;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.GruAtt;
import io.github.polystill.models.Han;
import io.github.polystill.models.LearningRateSchedule;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TextRnn;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.UpdateRule;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.training.TrainingHistory.Epoch;
import io.github.polystill.models.training.TrainingHistory.ValidationScore;
import io.github.polystill.models.training.TrainingTask.Monitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrainerTests {
  private static final int WORDS = 60;
  private static final int DIMENSIONS = 6;
  private static final int OUTPUTS = 2;
  private static final ValidationScore CONSTANT = new ValidationScore(0, 0);

  private static TrainingSession session() {
    return session(new RandomInputs(3).vectors(WORDS, DIMENSIONS));
  }

  private static TrainingSession session(EmbeddingMatrix vectors) {
    return session(UpdateRule.PLAIN, vectors);
  }

  private static TrainingSession session(UpdateRule rule) {
    return session(rule, new RandomInputs(3).vectors(WORDS, DIMENSIONS));
  }

  private static TrainingSession session(UpdateRule rule, EmbeddingMatrix vectors) {
    TextCnn settings = new TextCnn(List.of(2, 3), 4, 2, 6, 0.5, EmbeddingChannels.TWO);
    return new TrainingSession(
        new NetworkSpec(settings, new EmbeddingTableShape(WORDS, DIMENSIONS), OUTPUTS),
        WeightedCrossEntropy.PLAIN,
        rule,
        vectors,
        ComputeDevice.CPU);
  }

  private static TrainingTask task(
      long seed, double rate, int epochs, int patience, List<ValidationScore> script) {
    Iterator<ValidationScore> scores = script.iterator();
    return task(
        seed,
        new OptimisationSettings(8, rate, epochs, patience),
        logits -> scores.hasNext() ? scores.next() : CONSTANT);
  }

  private static TrainingTask task(long seed, OptimisationSettings optimisation, Monitor monitor) {
    RandomInputs random = new RandomInputs(9);
    return new TrainingTask(
        random.texts(50, WORDS, 20),
        random.targets(50, OUTPUTS, false),
        IntStream.range(0, 40).toArray(),
        IntStream.range(40, 50).toArray(),
        monitor,
        new WeightedCrossEntropy(2),
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

  /** One graph serves folds whose vocabularies differ in size. */
  @ParameterizedTest
  @MethodSource("networks")
  void aLargerTableAndOtherVectorsBeforeChangeNothing(Architecture network) {
    EmbeddingMatrix vectors = new RandomInputs(3).vectors(WORDS, DIMENSIONS);
    EmbeddingMatrix more = new RandomInputs(4).vectors(WORDS + 20, DIMENSIONS);
    NetworkSpec exact =
        new NetworkSpec(network, new EmbeddingTableShape(WORDS, DIMENSIONS), OUTPUTS);
    NetworkSpec larger =
        new NetworkSpec(network, new EmbeddingTableShape(WORDS + 20, DIMENSIONS), OUTPUTS);
    try (TrainingSession own = new TrainingSession(exact, vectors);
        TrainingSession shared = new TrainingSession(larger, more)) {
      trained(shared, 7);
      shared.load(vectors);
      assertSame(trained(shared, 1), trained(own, 1));
      assertThat(Trainer.predict(shared, task(1, 1, 1, 1, List.of()).tokens(), new int[] {3, 45}))
          .isDeepEqualTo(
              Trainer.predict(own, task(1, 1, 1, 1, List.of()).tokens(), new int[] {3, 45}));
      assertThatThrownBy(() -> own.load(more)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  static Stream<Architecture> networks() {
    return Arrays.stream(EmbeddingChannels.values())
        .flatMap(
            channels ->
                Stream.of(
                    new TextCnn(List.of(2, 3), 4, 2, 6, 0.5, channels),
                    new TextRnn(4, 0.5, channels),
                    new GruAtt(3, true, 6, 0.5, channels),
                    new Han(3, 4, 2, 3, 0.5, channels, 5, 4)));
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
  /** Of a loss the lowest is the best; nothing is negated for it. */
  @Test
  void aMonitoredLossIsTheBetterTheLowerItIs() {
    Iterator<ValidationScore> scores = figures(0.5, 0.4, 0.4, 0.6, 0.7).iterator();
    Monitor loss =
        new Monitor() {
          @Override
          public ValidationScore score(float[][] logits) {
            return scores.next();
          }

          @Override
          public boolean higherIsBetter() {
            return false;
          }
        };
    try (TrainingSession session = session()) {
      TrainingHistory history =
          Trainer.train(
              session,
              task(1, new OptimisationSettings(8, 1e-2, 9, 3), loss),
              TrainingListener.NONE);
      assertThat(history.epochs()).hasSize(5);
      assertThat(history.bestEpoch()).isEqualTo(2);
      assertThat(history.best().validation().figure()).isEqualTo(0.4);
    }
  }

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

  /** In another session that trained something else before. */
  @ParameterizedTest
  @CsvSource({
    "1, 3 1 2 4 1, false",
    "2, 3 1 2 4 1, true",
    "3, 1 5 2 2 2, true",
    "4, 1 1 1 1 1, false"
  })
  void goingOnGivesWhatNoInterruptionGives(int epochsBefore, String script, boolean averaged) {
    double[] figures = Arrays.stream(script.split(" ")).mapToDouble(Double::parseDouble).toArray();
    OptimisationSettings optimisation =
        new OptimisationSettings(
            8, 1e-2, 5, 3, 0.01, Optional.of(1.0), LearningRateSchedule.COSINE, 3, List.of());
    UpdateRule rule =
        optimisation.updateRule().withAverage(averaged ? Optional.of(0.5) : Optional.empty());
    try (TrainingSession whole = session(rule);
        TrainingSession first = session(rule);
        TrainingSession second = session(rule)) {
      TrainingHistory expected =
          Trainer.train(whole, scripted(optimisation, figures, 0), TrainingListener.NONE);
      TrainingHistory before =
          Trainer.advance(
              first,
              scripted(optimisation, figures, 0),
              Optional.empty(),
              epochsBefore,
              TrainingListener.NONE);
      TrainingCheckpoint checkpoint = new TrainingCheckpoint(before, first.state());
      trained(second, 5);
      TrainingHistory after =
          Trainer.advance(
              second,
              scripted(optimisation, figures, before.epochs().size()),
              Optional.of(checkpoint),
              5,
              TrainingListener.NONE);
      second.restore();
      assertThat(after).isEqualTo(expected);
      assertSame(second.weights(), whole.weights());
    }
  }

  /** A fine-tuned table among them, of which a step changes a few rows. */
  @Test
  void theMeanOfTheWeightsAnswers() {
    double decay = 0.3; // above what the first steps have
    TrainingTask task = task(3, 1e-2, 1, 1, List.of());
    try (TrainingSession plain = session();
        TrainingSession averaged = session(UpdateRule.PLAIN.withAverage(Optional.of(decay)))) {
      trained(averaged, 8);
      averaged.start(3);
      plain.start(3);
      Map<String, double[]> means = new HashMap<>();
      plain.weights().forEach((name, first) -> means.put(name, doubles(first)));
      for (int step = 1; step <= 6; step++) {
        int from = 4 * step;
        TokenBatch texts = TokenBatch.of(task.tokens(), task.train().always(), from, from + 4);
        float[][] targets = Arrays.copyOfRange(task.targets(), from, from + 4);
        plain.step(texts, targets, task.loss(), 1e-2);
        averaged.step(texts, targets, task.loss(), 1e-2);
        double d = Math.min(decay, (1.0 + step) / (10 + step));
        plain
            .weights()
            .forEach(
                (name, w) ->
                    Arrays.setAll(means.get(name), i -> d * means.get(name)[i] + (1 - d) * w[i]));
      }
      Map<String, float[]> weights = averaged.weights();
      assertThat(weights).containsOnlyKeys(means.keySet());
      weights.forEach((name, mean) -> Agreement.assertAgrees(name, mean, means.get(name)));
      SessionDiagnostics.assign(plain, weights);
      TokenBatch texts = TokenBatch.of(task.tokens(), task.validation(), 0, 10);
      assertThat(averaged.logits(texts)).isDeepEqualTo(plain.logits(texts));
    }
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static TrainingTask scripted(
      OptimisationSettings optimisation, double[] figures, int from) {
    Iterator<ValidationScore> scores =
        figures(Arrays.copyOfRange(figures, from, figures.length)).iterator();
    TrainingTask all = task(6, optimisation, logits -> scores.next());
    int[] pool = IntStream.range(24, 40).toArray(); // of which epochs take different texts
    return new TrainingTask(
        all.tokens(),
        all.targets(),
        new LearntTexts(IntStream.range(0, 24).toArray(), new int[0], 0, pool, 7),
        all.validation(),
        all.monitor(),
        all.loss(),
        optimisation,
        all.seed());
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
  void onlyNamedVariablesAreTrained() {
    UpdateRule rule = new UpdateRule(0.1, Optional.of(1.0), List.of("output", "embedding"));
    try (TrainingSession session = session(rule)) {
      session.start(1);
      Map<String, float[]> first = session.weights();
      Map<String, float[]> last = trained(session, 1);
      assertThat(last).containsOnlyKeys(first.keySet());
      last.forEach(
          (name, values) -> {
            boolean same = Arrays.equals(values, first.get(name));
            assertThat(same).as(name).isEqualTo(!rule.trains(name));
          });
    }
    assertThatThrownBy(() -> session(new UpdateRule(0, Optional.empty(), List.of("gru"))).close())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("gru")
        .hasMessageContaining("output.bias");
  }

  /** A weight that large drowns the negatives, which is what it asks for; it breaks nothing. */
  @Test
  void aHugeClassWeightSaysYesToEverything() {
    List<float[][]> seen = new ArrayList<>();
    RandomInputs random = new RandomInputs(9);
    TrainingTask task =
        new TrainingTask(
            random.texts(50, WORDS, 20),
            random.targets(50, OUTPUTS, false),
            IntStream.range(0, 40).toArray(),
            IntStream.range(40, 50).toArray(),
            logits -> {
              seen.add(logits);
              return CONSTANT;
            },
            new WeightedCrossEntropy(1e9),
            new OptimisationSettings(8, 1e-2, 10, 10),
            1);
    try (TrainingSession session = session()) {
      Trainer.train(session, task, TrainingListener.NONE);
      for (float[] logits : seen.get(seen.size() - 1)) {
        for (float logit : logits) {
          assertThat(logit).isFinite().isPositive();
        }
      }
      for (float[] values : session.weights().values()) {
        for (float value : values) {
          assertThat(value).isFinite();
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
            WeightedCrossEntropy.PLAIN,
            new OptimisationSettings(10, 1e30, 1, 1),
            1);
    try (TrainingSession session = session()) {
      assertThatThrownBy(() -> Trainer.train(session, oneStep, TrainingListener.NONE))
          .isInstanceOf(DivergedException.class);
    }
  }
}
