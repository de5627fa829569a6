package io.github.polystill.evaluation.thresholds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.evaluation.Fidelity;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluation;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluation.LabelRanking;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluation.ReliabilityBin;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThresholdEvaluatorTests {
  @TempDir private Path directory;

  @Test
  void figuresOfProbabilitiesAreScikitLearns() throws IOException {
    for (ThresholdCase it : ThresholdCase.all()) {
      ProbabilityEvaluation figures = ProbabilityEvaluator.evaluate(it.predictions());
      assertFigure(it, "microAveragePrecision", figures.microAveragePrecision());
      assertFigure(it, "macroAveragePrecision", figures.macroAveragePrecision());
      assertFigure(it, "microRocAuc", figures.microRocAuc());
      assertFigure(it, "macroRocAuc", figures.macroRocAuc());
      assertFigure(it, "brierScore", figures.brierScore());
      List<ReliabilityBin> filled =
          figures.reliability().stream().filter(bin -> bin.count() > 0).toList();
      assertThat(filled).hasSize(it.figures().get("trueShares").size());
      for (int i = 0; i < filled.size(); i++) {
        assertThat(filled.get(i).trueShare())
            .isCloseTo(it.figures().get("trueShares").get(i).doubleValue(), within(1e-12));
        assertThat(filled.get(i).meanProbability())
            .isCloseTo(it.figures().get("meanProbabilities").get(i).doubleValue(), within(1e-12));
      }
    }
  }

  private static void assertFigure(ThresholdCase it, String key, double actual) {
    assertThat(actual).as(key).isCloseTo(it.figures().get(key).doubleValue(), within(1e-12));
  }

  @Test
  void aLabelWithoutPositivesHasNoRankingAndCountsInNoMacroFigure() {
    boolean[][] truth = {{false, true, true}, {false, false, true}};
    float[][] probabilities = {{0.1f, 0.9f, 0.7f}, {0.2f, 0.1f, 0.6f}};
    ProbabilityEvaluation figures =
        ProbabilityEvaluator.evaluate(ThresholdCase.of(truth, probabilities));
    assertThat(figures.perLabel())
        .containsExactly(
            new LabelRanking("label0", null, null),
            new LabelRanking("label1", 1.0, 1.0),
            new LabelRanking("label2", 1.0, null));
    assertThat(figures.macroAveragePrecision()).isEqualTo(1);
    assertThat(figures.macroRocAuc()).isEqualTo(1);
  }

  @Test
  void figuresOfTheFixedThresholdAreThoseOfTable1() throws IOException {
    for (ThresholdCase it : ThresholdCase.all()) {
      ThresholdEvaluation evaluation = evaluate(it.predictions(), LabelLimits.NONE);
      ThresholdEvaluation.Row fixed = evaluation.row(ThresholdChoice.FIXED, Metric.MACRO_F1);
      for (Metric metric : Metric.values()) {
        assertThat(metric.of(fixed.test()))
            .isEqualTo(metric.of(MultiLabelEvaluator.evaluate(it.predictions(), 0.5)));
      }
      assertFigure(it, "hammingLoss", fixed.test().hammingLoss());
    }
  }

  @Test
  void aStudentIsComparedWithItsTeacher() {
    boolean[][] truth = {{true, false}, {true, false}};
    float[][] teacher = {{0.9f, 0.1f}, {0.6f, 0.4f}};
    float[][] student = {{0.7f, 0.2f}, {0.3f, 0.4f}};
    Fidelity fidelity = ProbabilityEvaluator.fidelity(Optional.of(truth), teacher, student, 0.5);
    assertThat(fidelity.difference()).isCloseTo((0.2 + 0.1 + 0.3 + 0) / 4, within(1e-7));
    assertThat(fidelity.agreement()).isEqualTo(0.75);
    assertThat(fidelity.calibrationError().getAsDouble())
        .isEqualTo(
            ProbabilityEvaluator.evaluate(ThresholdCase.of(truth, teacher)).calibrationError())
        .isCloseTo((0.1 + 0.1 + 0.4 + 0.4) / 4, within(1e-7));
    assertThat(ProbabilityEvaluator.fidelity(Optional.empty(), teacher, student, 0.25))
        .returns(1.0, Fidelity::agreement)
        .returns(OptionalDouble.empty(), Fidelity::calibrationError);
  }

  @Test
  void everyChoiceKeepsTheLimitsOfLabelsPerDocument() {
    float[][] probabilities = {{0.9f, 0.8f, 0.7f}, {0.1f, 0.2f, 0.3f}, {0.6f, 0.1f, 0.1f}};
    double[] thresholds = {0.5, 0.5, 0.15};
    assertThat(new LabelLimits(1, 2).decide(probabilities, thresholds))
        .isDeepEqualTo(
            new boolean[][] {{true, false, true}, {false, false, true}, {true, false, false}});
    assertThat(new LabelLimits(2, 9).decide(probabilities, thresholds))
        .isDeepEqualTo(
            new boolean[][] {{true, true, true}, {false, true, true}, {true, false, true}});
    assertThat(new LabelLimits(4, 9).decide(probabilities, thresholds)[1]).containsOnly(true);
    assertThatIllegalArgumentException().isThrownBy(() -> new LabelLimits(3, 2));
  }

  @Test
  void theFileGivesTheSameEvaluationsBack() throws IOException {
    List<ThresholdEvaluation> evaluations =
        List.of(evaluate(ThresholdCase.all().get(1).predictions(), LabelLimits.NONE));
    Path file = directory.resolve("thresholds.json");
    RecordsJson.write(file, evaluations);
    assertThat(RecordsJson.read(file, ThresholdEvaluation.class)).isEqualTo(evaluations);
    assertThat(Files.readString(file))
        .startsWith(
            """
            [
              {
                "architecture": "textcnn",
                "training": "teacher",
                "fold": 2,
                "seed": null,
                "probabilities": {
            """);
    LabelEvaluation label =
        evaluations.get(0).row(ThresholdChoice.PER_LABEL, Metric.MACRO_F1).test().perLabel().get(0);
    assertThat(label.threshold()).isEqualTo(0.5);
    Files.writeString(file, "{}");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> RecordsJson.read(file, ThresholdEvaluation.class))
        .withMessageStartingWith(file + ":1: ");
  }

  private static ThresholdEvaluation evaluate(Predictions predictions, LabelLimits limits) {
    FoldEvaluation model =
        new FoldEvaluation(
            ModelKey.of(2, "textcnn", TrainingRow.TEACHER),
            MultiLabelEvaluator.evaluate(predictions, 0.5));
    return new ThresholdEvaluator(0.5, limits).evaluate(model, predictions, predictions);
  }
}
