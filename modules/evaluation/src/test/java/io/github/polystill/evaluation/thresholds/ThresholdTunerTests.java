package io.github.polystill.evaluation.thresholds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ThresholdTunerTests {
  @Test
  void reachesTheBestThatScikitLearnFindsByTryingAll() throws IOException {
    List<ThresholdCase> cases = ThresholdCase.all();
    assertThat(cases).hasSize(10);
    for (ThresholdCase it : cases) {
      ThresholdTuner tuner = new ThresholdTuner(it.predictions(), 0.5);
      assertThat(evaluate(it, tuner.globalForMicroF1()).microF1())
          .isCloseTo(it.best().get("globalMicroF1").doubleValue(), within(1e-9));
      assertThat(evaluate(it, tuner.globalForMacroF1()).macroF1())
          .isCloseTo(it.best().get("globalMacroF1").doubleValue(), within(1e-9));
      assertThat(evaluate(it, tuner.perLabelForMicroF1()).microF1())
          .isCloseTo(it.best().get("perLabelMicroF1").doubleValue(), within(1e-9));
    }
  }

  private static MultiLabelEvaluation evaluate(ThresholdCase it, double[] thresholds) {
    assertThat(Arrays.stream(thresholds).boxed()).allMatch(t -> t >= 0 && t <= 1);
    return MultiLabelEvaluator.evaluate(it.predictions(), thresholds);
  }

  @Test
  void staysAtTheFixedThresholdWhereNothingSpeaksAgainstIt() {
    boolean[][] truth = {{true, false}, {false, false}};
    float[][] probabilities = {{0.9f, 0.8f}, {0.1f, 0.3f}};
    ThresholdTuner tuner = new ThresholdTuner(ThresholdCase.of(truth, probabilities), 0.4);
    assertThat(tuner.perLabelForMacroF1()[1]).isEqualTo(0.4);
    assertThat(tuner.globalForMacroF1()).containsExactly(0.4, 0.4);
    assertThat(tuner.perLabelForMicroF1()).containsExactly(0.4, 0.4);
  }

  @Test
  void takesTheMiddleOfTheNearestOfEquallyGoodGaps() {
    boolean[][] truth = {{true}, {false}, {true}, {false}};
    float[][] probabilities = {{0.25f}, {0.125f}, {0.1875f}, {0.0625f}};
    double[] thresholds =
        new ThresholdTuner(ThresholdCase.of(truth, probabilities), 0.5).perLabelForMacroF1();
    assertThat(thresholds).containsExactly((0.1875 + 0.125) / 2);
  }

  @Test
  void canPredictAllAndNothingButNotAProbabilityOfZero() {
    boolean[][] all = {{true}, {true}};
    assertThat(perLabel(all, new float[][] {{0.2f}, {0.1f}})).containsExactly(0.1f / 2);
    assertThat(perLabel(all, new float[][] {{0.2f}, {-0f}})).containsExactly(0.2f / 2);
    assertThat(perLabel(new boolean[2][1], new float[][] {{1}, {1}})).containsExactly(0.5);
  }

  private static double[] perLabel(boolean[][] truth, float[][] probabilities) {
    return new ThresholdTuner(ThresholdCase.of(truth, probabilities), 0.5).perLabelForMacroF1();
  }

  @Property(tries = 60)
  void tunedThresholdsAreNoWorseThanFixedAndPerLabelThanGlobal(
      @ForAll @IntRange(min = 1, max = 60) int documents,
      @ForAll @IntRange(min = 1, max = 5) int labels,
      @ForAll long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    boolean[][] truth = new boolean[documents][labels];
    float[][] probabilities = new float[documents][labels];
    for (int i = 0; i < documents; i++) {
      for (int j = 0; j < labels; j++) {
        truth[i][j] = i == 0 || random.nextInt(3) == 0;
        probabilities[i][j] = random.nextInt(21) / 20f;
      }
    }
    Predictions predictions = ThresholdCase.of(truth, probabilities);
    ThresholdTuner tuner = new ThresholdTuner(predictions, 0.5);
    MultiLabelEvaluation fixed = MultiLabelEvaluator.evaluate(predictions, 0.5);
    double micro = MultiLabelEvaluator.evaluate(predictions, tuner.globalForMicroF1()).microF1();
    double macro = MultiLabelEvaluator.evaluate(predictions, tuner.globalForMacroF1()).macroF1();
    assertThat(micro).isGreaterThanOrEqualTo(fixed.microF1() - 1e-9);
    assertThat(macro).isGreaterThanOrEqualTo(fixed.macroF1() - 1e-9);
    assertThat(MultiLabelEvaluator.evaluate(predictions, tuner.perLabelForMicroF1()).microF1())
        .isGreaterThanOrEqualTo(micro - 1e-9);
    double[] smoothed = tuner.perLabelForMacroF1();
    for (int label = 0; label < labels; label++) {
      assertThat(smoothed[label]).isCloseTo(meanOfGrid(predictions, label), within(1e-6));
    }
  }

  /** By trying the middles of a grid that all probabilities lie on; document 0 has every label. */
  private static double meanOfGrid(Predictions predictions, int label) {
    double[] f1 = new double[200];
    for (int i = 0; i < f1.length; i++) {
      double[] same = new double[predictions.labels().size()];
      Arrays.fill(same, (i + 0.5) / f1.length);
      f1[i] = MultiLabelEvaluator.evaluate(predictions, same).perLabel().get(label).f1();
    }
    double best = Arrays.stream(f1).max().orElseThrow();
    return best == 0
        ? 0.5
        : IntStream.range(0, f1.length)
            .filter(i -> f1[i] >= best - 0.005)
            .mapToDouble(i -> (i + 0.5) / f1.length)
            .average()
            .orElseThrow();
  }

  @Test
  void perLabelIsTheMeanOfAllThatAreNearlyTheBest() {
    boolean[][] truth = new boolean[300][1];
    float[][] probabilities = new float[300][1];
    for (int i = 0; i < truth.length; i++) {
      truth[i][0] = i < 150;
      probabilities[i][0] = i < 150 ? 0.75f : 0.125f;
    }
    assertThat(perLabel(truth, probabilities)).containsExactly((0.125 + 0.75) / 2);
    // One more wrong one costs 0.0033 of F1 and counts as well, two more would cost 0.0067.
    probabilities[150][0] = 0.625f;
    assertThat(perLabel(truth, probabilities)).containsExactly((0.125 + 0.75) / 2);
    probabilities[151][0] = 0.5f;
    assertThat(perLabel(truth, probabilities)[0]).isCloseTo((0.5 + 0.75) / 2, within(1e-12));
  }

  @Test
  void refusesNothingAndWhatIsNoProbability() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> perLabel(new boolean[1][1], new float[][] {{Float.NaN}}));
  }
}
