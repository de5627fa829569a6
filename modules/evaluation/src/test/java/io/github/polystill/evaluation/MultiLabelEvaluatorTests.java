package io.github.polystill.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.LabelSet;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MultiLabelEvaluatorTests {
  private static final Offset<Double> EXACT = within(1e-12);

  static List<MetricCase> cases() throws IOException {
    return MetricCase.all();
  }

  @Test
  void oracleHasEnoughCases() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(50);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithScikitLearn(MetricCase oracle) {
    MultiLabelEvaluation evaluation =
        MultiLabelEvaluator.evaluate(oracle.predictions(), oracle.thresholds());

    assertThat(evaluation.microF1()).isCloseTo(oracle.expected("microF1"), EXACT);
    assertThat(evaluation.macroF1()).isCloseTo(oracle.expected("macroF1"), EXACT);
    assertThat(evaluation.weightedF1()).isCloseTo(oracle.expected("weightedF1"), EXACT);
    assertThat(evaluation.subsetAccuracy()).isCloseTo(oracle.expected("subsetAccuracy"), EXACT);
    assertThat(evaluation.loss()).isCloseTo(oracle.expected("loss"), EXACT);
    assertThat(evaluation.perLabel()).hasSize(oracle.thresholds().length);
    for (int j = 0; j < oracle.thresholds().length; j++) {
      LabelEvaluation label = evaluation.perLabel().get(j);
      assertThat(label.label()).isEqualTo("label" + j);
      assertThat(label.threshold()).isEqualTo(oracle.thresholds()[j]);
      assertThat((double) label.support()).isEqualTo(oracle.expected("support", j));
      assertThat(label.precision()).isCloseTo(oracle.expected("precision", j), EXACT);
      assertThat(label.recall()).isCloseTo(oracle.expected("recall", j), EXACT);
      assertThat(label.f1()).isCloseTo(oracle.expected("f1", j), EXACT);
    }
  }

  @Property(tries = 100)
  void orderOfDocumentsAndLabelsDoesNotMatter(
      @ForAll @IntRange(min = 1, max = 40) int documents,
      @ForAll @IntRange(min = 1, max = 8) int labels,
      @ForAll long seed) {
    Predictions predictions = random(documents, labels, seed);
    List<Integer> rows = shuffled(documents, seed);
    List<Integer> columns = shuffled(labels, seed + 1);
    boolean[][] truth = new boolean[documents][labels];
    float[][] probabilities = new float[documents][labels];
    for (int i = 0; i < documents; i++) {
      for (int j = 0; j < labels; j++) {
        truth[i][j] = predictions.truth()[rows.get(i)][columns.get(j)];
        probabilities[i][j] = predictions.probabilities()[rows.get(i)][columns.get(j)];
      }
    }

    MultiLabelEvaluation before = MultiLabelEvaluator.evaluate(predictions, 0.5);
    MultiLabelEvaluation after =
        MultiLabelEvaluator.evaluate(
            new Predictions(predictions.labels(), predictions.ids(), truth, probabilities), 0.5);

    assertThat(after.microF1()).isEqualTo(before.microF1());
    assertThat(after.macroF1()).isCloseTo(before.macroF1(), EXACT);
    assertThat(after.weightedF1()).isCloseTo(before.weightedF1(), EXACT);
    assertThat(after.subsetAccuracy()).isEqualTo(before.subsetAccuracy());
    assertThat(after.loss()).isCloseTo(before.loss(), EXACT);
    for (int j = 0; j < labels; j++) {
      assertThat(after.perLabel().get(j).f1())
          .isEqualTo(before.perLabel().get(columns.get(j)).f1());
    }
  }

  @Test
  void someDocumentsGetNoLabel() {
    Predictions predictions =
        new Predictions(
            LabelSet.of(List.of("a")),
            List.of("1", "2"),
            new boolean[][] {{true}, {false}},
            new float[][] {{0.9f}, {0.8f}});
    double[] limits = {0};
    MultiLabelEvaluation all = MultiLabelEvaluator.evaluate(predictions, limits);
    MultiLabelEvaluation some = MultiLabelEvaluator.evaluate(predictions, limits, i -> i == 1);
    assertThat(all.perLabel().get(0).precision()).isEqualTo(0.5);
    assertThat(some.perLabel().get(0).precision()).isEqualTo(1);
    assertThat(some.subsetAccuracy()).isEqualTo(1);
    assertThat(some.loss()).as("of probabilities").isEqualTo(all.loss());
  }

  @Test
  void refusesProbabilitiesOutsideTheUnitInterval() {
    for (float bad : new float[] {Float.NaN, -0.1f, 1.5f}) {
      Predictions predictions =
          new Predictions(
              LabelSet.of(List.of("藥物")),
              List.of("d1"),
              new boolean[][] {{true}},
              new float[][] {{bad}});
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MultiLabelEvaluator.evaluate(predictions, 0.5))
          .withMessageContainingAll("d1", "藥物", Float.toString(bad));
    }
  }

  @Test
  void refusesEmptyAndRaggedInput() {
    LabelSet labels = LabelSet.of(List.of("a", "b"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                MultiLabelEvaluator.evaluate(
                    new Predictions(labels, List.of(), new boolean[0][], new float[0][]), 0.5));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                MultiLabelEvaluator.evaluate(
                    new Predictions(labels, List.of("d"), new boolean[1][2], new float[1][1]),
                    0.5));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> MultiLabelEvaluator.evaluate(random(3, 2, 1), new double[] {0.5, 0.5, 0.5}));
  }

  @Test
  void evaluatesTenMillionDecisionsQuickly() {
    Predictions predictions = random(100_000, 100, 1);
    MultiLabelEvaluator.evaluate(predictions, 0.5);
    long start = System.nanoTime();
    MultiLabelEvaluator.evaluate(predictions, 0.5);
    // Takes about 0.1 s on an idle core; the limit leaves room for a busy machine.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  private static Predictions random(int documents, int labels, long seed) {
    Random random = new Random(seed);
    boolean[][] truth = new boolean[documents][labels];
    float[][] probabilities = new float[documents][labels];
    for (int i = 0; i < documents; i++) {
      for (int j = 0; j < labels; j++) {
        truth[i][j] = random.nextInt(3) == 0;
        probabilities[i][j] = random.nextFloat();
      }
    }
    return new Predictions(
        LabelSet.of(IntStream.range(0, labels).mapToObj(j -> "label" + j).toList()),
        IntStream.range(0, documents).mapToObj(i -> "document" + i).toList(),
        truth,
        probabilities);
  }

  private static List<Integer> shuffled(int count, long seed) {
    List<Integer> indexes = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(indexes, new Random(seed));
    return indexes;
  }
}
