package io.github.polystill.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValidationFigureTests {
  private static final Map<ValidationFigure, String> ORACLE_KEYS =
      Map.of(
          ValidationFigure.MICRO_F1, "microF1",
          ValidationFigure.MACRO_F1, "macroF1",
          ValidationFigure.WEIGHTED_F1, "weightedF1",
          ValidationFigure.SUBSET_ACCURACY, "subsetAccuracy",
          ValidationFigure.LOSS, "loss");

  static List<MetricCase> casesWithOneThreshold() throws IOException {
    return MetricCase.all().stream().filter(MetricCase::oneThreshold).toList();
  }

  static List<MetricCase> cases() throws IOException {
    return MetricCase.all();
  }

  @ParameterizedTest
  @MethodSource("casesWithOneThreshold")
  void agreesWithScikitLearn(MetricCase oracle) {
    ORACLE_KEYS.forEach(
        (figure, key) ->
            assertThat(
                    figure.of(
                        oracle.predictions().truth(),
                        oracle.predictions().probabilities(),
                        oracle.thresholds()[0]))
                .as(figure.key())
                .isCloseTo(oracle.expected(key), within(1e-12)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void binaryF1AgreesWithScikitLearn(MetricCase oracle) {
    for (int j = 0; j < oracle.thresholds().length; j++) {
      boolean[][] truth = column(oracle.predictions().truth(), j);
      float[][] probabilities = column(oracle.predictions().probabilities(), j);
      double threshold = oracle.thresholds()[j];
      double expected = oracle.expected("f1", j);
      assertThat(ValidationFigure.F1.of(truth, probabilities, threshold))
          .isCloseTo(expected, within(1e-12));
      assertThat(f1(flat(truth), flat(probabilities), threshold))
          .isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void keysAreThoseOfExperimentFiles() {
    assertThat(Arrays.stream(ValidationFigure.values()).map(ValidationFigure::key))
        .containsExactly("f1", "micro-f1", "macro-f1", "weighted-f1", "subset-accuracy", "loss");
    assertThat(ValidationFigure.ofKey("macro-f1")).contains(ValidationFigure.MACRO_F1);
    assertThat(ValidationFigure.ofKey("accuracy")).isEmpty();
  }

  @Test
  void onlyTheLossIsBetterWhenLower() {
    assertThat(Arrays.stream(ValidationFigure.values()).filter(f -> !f.higherIsBetter()))
        .containsExactly(ValidationFigure.LOSS);
  }

  @Test
  void f1IsOfOneLabel() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ValidationFigure.F1.of(new boolean[3][2], new float[3][2], 0.5));
  }

  @Test
  void aDivergedModelNeverLooksGood() {
    boolean[][] truth = {{true}, {false}};
    float[][] probabilities = {{Float.NaN}, {Float.NaN}};
    assertThat(ValidationFigure.LOSS.of(truth, probabilities, 0.5)).isNaN();
    assertThat(ValidationFigure.F1.of(truth, probabilities, 0.5)).isZero();
  }

  private static boolean[][] column(boolean[][] matrix, int j) {
    return Arrays.stream(matrix).map(row -> new boolean[] {row[j]}).toArray(boolean[][]::new);
  }

  private static float[][] column(float[][] matrix, int j) {
    return Arrays.stream(matrix).map(row -> new float[] {row[j]}).toArray(float[][]::new);
  }

  private static boolean[] flat(boolean[][] column) {
    boolean[] values = new boolean[column.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = column[i][0];
    }
    return values;
  }

  private static float[] flat(float[][] column) {
    float[] values = new float[column.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = column[i][0];
    }
    return values;
  }

  /** {@code 2 TP / (2 TP + FP + FN)}, 0 where nothing is true and nothing is predicted. */
  private static double f1(boolean[] truth, float[] probabilities, double threshold) {
    int hits = 0;
    int trueOrPredicted = 0;
    for (int i = 0; i < truth.length; i++) {
      int isTrue = truth[i] ? 1 : 0;
      int isPredicted = probabilities[i] > threshold ? 1 : 0;
      hits += isTrue & isPredicted;
      trueOrPredicted += isTrue + isPredicted;
    }
    return trueOrPredicted == 0 ? 0 : 2.0 * hits / trueOrPredicted;
  }
}
