package io.github.polystill.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.evaluation.DecisionEvaluation;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluation;
import io.github.polystill.evaluation.significance.SignificanceResult;
import io.github.polystill.evaluation.significance.TestMethod;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTests {
  private static final List<TestMethod> METHODS =
      List.of(TestMethod.PAIRED_T, TestMethod.CORRECTED_T, TestMethod.WILCOXON);

  private final List<FoldEvaluation> evaluations = new ArrayList<>();
  private final List<ThresholdEvaluation> thresholds = new ArrayList<>();
  private final List<SignificanceResult> significance = new ArrayList<>();

  /** Micro-F1 and macro-F1 in percent. */
  private VerdictTests fixed(
      String architecture, String training, int fold, double micro, double macro) {
    LabelEvaluation label = new LabelEvaluation("a", 1, 0, 0, 0, 0.5);
    evaluations.add(
        new FoldEvaluation(
            ModelKey.of(fold, architecture, TrainingRow.ofKey(training)),
            new MultiLabelEvaluation(micro / 100, macro / 100, 0, 0, 0, List.of(label))));
    return this;
  }

  /** The same with one tuned threshold. */
  private VerdictTests tuned(
      String architecture, String training, int fold, double micro, double macro) {
    thresholds.add(
        new ThresholdEvaluation(
            ModelKey.of(fold, architecture, TrainingRow.ofKey(training)),
            new ProbabilityEvaluation(null, null, null, null, 0, 0, List.of(), List.of()),
            List.of(
                row(ThresholdChoice.FIXED, null, 0, 0),
                row(ThresholdChoice.GLOBAL, Metric.MICRO_F1, micro, 0),
                row(ThresholdChoice.GLOBAL, Metric.MACRO_F1, 0, macro))));
    return this;
  }

  private static ThresholdEvaluation.Row row(
      ThresholdChoice choice, Metric tunedFor, double micro, double macro) {
    return new ThresholdEvaluation.Row(
        choice, tunedFor, new DecisionEvaluation(micro / 100, macro / 100, 0, 0, 0, List.of()));
  }

  private VerdictTests tests(Metric metric, Boolean... significant) {
    for (int i = 0; i < significant.length; i++) {
      Double p = significant[i] == null ? null : 0.1;
      significance.add(
          new SignificanceResult(
              "textcnn",
              metric,
              METHODS.get(i),
              "distilled",
              "standalone",
              ThresholdChoice.FIXED,
              2,
              2,
              0.1,
              1.0,
              p,
              p,
              Boolean.TRUE.equals(significant[i]),
              p == null ? "one fold" : null));
    }
    return this;
  }

  private String verdict() {
    return Verdict.of(evaluations, thresholds, significance, "folds");
  }

  @Test
  void distilledAgainstStandaloneAtBothThresholds() {
    fixed("textcnn", "teacher", 0, 78, 71).fixed("textcnn", "standalone", 0, 76, 70.52);
    fixed("textcnn", "distilled", 0, 77.2, 70.1);
    tuned("textcnn", "standalone", 0, 78, 72).tuned("textcnn", "distilled", 0, 78.34, 71.9);
    tests(Metric.MICRO_F1, null, null).tests(Metric.MACRO_F1, null, null);

    assertThat(verdict())
        .isEqualTo(
            "The distilled student textcnn reaches 77.2 micro-F1 and 70.1 macro-F1 at threshold 0.5:"
                + " +1.2 / -0.4 points against the standalone student (+0.3 / -0.1 with one tuned"
                + " threshold).");
  }

  @Test
  void withoutTunedThresholdsNothingIsSaidOfThem() {
    fixed("textcnn", "standalone", 0, 76, 70).fixed("textcnn", "distilled", 0, 76.04, 70);

    assertThat(verdict()).endsWith(": +0.0 / +0.0 points against the standalone student.");
  }

  @Test
  void foldsAreMeansAndPairsAndTestsCount() {
    fixed("textcnn", "standalone", 0, 70, 60).fixed("textcnn", "standalone", 1, 72, 62);
    fixed("textcnn", "distilled", 0, 71, 62).fixed("textcnn", "distilled", 1, 73, 64);
    fixed("textcnn", "distilled", 2, 10, 10); // standalone diverged there
    tests(Metric.MICRO_F1, false, false, null).tests(Metric.MACRO_F1, true, false, true);

    assertThat(verdict())
        .isEqualTo(
            "The distilled student textcnn reaches 51.3 micro-F1 and 45.3 macro-F1 at threshold 0.5"
                + " (mean of 3 folds): +1.0 / +2.0 points against the standalone student,"
                + " significant in macro-F1 by 2 of 3 tests.");
  }

  @Test
  void nothingSignificantIsSaid() {
    fixed("textcnn", "standalone", 0, 70, 60).fixed("textcnn", "distilled", 0, 71, 62);
    tests(Metric.MICRO_F1, false).tests(Metric.MACRO_F1, false);

    assertThat(verdict()).endsWith("standalone student, neither significant.");

    significance.clear();
    tests(Metric.MICRO_F1, true).tests(Metric.MACRO_F1, true);
    assertThat(verdict())
        .endsWith(", significant in micro-F1 by paired t-test and in macro-F1 by paired t-test.");
  }

  @Test
  void withoutStandaloneTheTeacherIsTheMeasure() {
    fixed("textcnn", "teacher", 0, 78, 71).fixed("textcnn", "distilled", 0, 77, 72);

    assertThat(verdict()).endsWith("at threshold 0.5: -1.0 / +1.0 points against the teacher.");
  }

  @Test
  void withoutDistilledTheLastTrainingIsTold() {
    fixed("han", "teacher", 0, 78, 71);
    assertThat(verdict())
        .isEqualTo("The teacher han reaches 78.0 micro-F1 and 71.0 macro-F1 at threshold 0.5.");

    fixed("han", "standalone", 0, 77, 70);
    assertThat(verdict())
        .startsWith("The standalone student han reaches 77.0")
        .endsWith(": -1.0 / -1.0 points against the teacher.");
  }

  @Test
  void aboveBelowAndLevelWithBaselines() {
    fixed("textcnn", "distilled", 0, 77, 68).fixed("constant", "baseline", 0, 50, 20);
    fixed("linear", "baseline", 0, 75.5, 66.6).fixed("linear", "baseline", 1, 10, 10);
    assertThat(verdict())
        .endsWith(
            "at threshold 0.5; above the constant baseline (50.0 / 20.0); above the linear baseline"
                + " (75.5 / 66.6).");

    tuned("textcnn", "distilled", 0, 77, 68).tuned("linear", "baseline", 0, 76, 68.04);
    assertThat(verdict())
        .endsWith(
            "; above the linear baseline (75.5 / 66.6), with one tuned threshold above it in"
                + " micro-F1, level with it in macro-F1.");

    evaluations.clear();
    fixed("textcnn", "distilled", 0, 77, 68).fixed("linear", "baseline", 0, 78, 69);
    tuned("textcnn", "distilled", 1, 99, 99);
    assertThat(verdict())
        .endsWith(
            "; below the linear baseline (78.0 / 69.0), with one tuned threshold above it in"
                + " micro-F1, level with it in macro-F1.");
  }

  @Test
  void baselinesAloneAreToldToo() {
    fixed("constant", "baseline", 0, 50, 20).fixed("linear", "baseline", 0, 75, 66);
    assertThat(verdict())
        .isEqualTo(
            "The best of 2 baselines by macro-F1, linear, reaches 75.0 micro-F1 and 66.0 macro-F1 at"
                + " threshold 0.5; above the constant baseline (50.0 / 20.0).");
  }

  @Test
  void ofSeveralArchitecturesTheBestByMacroF1() {
    fixed("textcnn", "standalone", 0, 76, 71).fixed("textcnn", "distilled", 0, 77, 70);
    fixed("han", "standalone", 0, 70, 70).fixed("han", "distilled", 0, 71, 71.5);
    fixed("textrnn", "standalone", 0, 70, 60).fixed("textrnn", "distilled", 0, 71, 60.04);

    assertThat(verdict())
        .isEqualTo(
            "The best of 3 distilled students by macro-F1, han, reaches 71.0 micro-F1 and 71.5"
                + " macro-F1 at threshold 0.5: +1.0 / +1.5 points against the standalone student;"
                + " distilled is ahead of standalone in macro-F1 for 1 of 3 architectures.");
  }
}
