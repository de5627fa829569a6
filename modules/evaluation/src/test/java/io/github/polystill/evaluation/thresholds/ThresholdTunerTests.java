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
      assertThat(evaluate(it, tuner.perLabelForMacroF1()).macroF1())
          .isCloseTo(it.best().get("perLabelMacroF1").doubleValue(), within(1e-9));
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
    assertThat(tuner.perLabelForMacroF1()).containsExactly(0.4, 0.4);
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

  @Property(tries = 100)
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
    assertThat(MultiLabelEvaluator.evaluate(predictions, tuner.perLabelForMacroF1()).macroF1())
        .isGreaterThanOrEqualTo(macro - 1e-9);
  }

  @Test
  void refusesNothingAndWhatIsNoProbability() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> perLabel(new boolean[1][1], new float[][] {{Float.NaN}}));
  }
}
