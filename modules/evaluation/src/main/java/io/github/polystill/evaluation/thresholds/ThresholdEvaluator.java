package io.github.polystill.evaluation.thresholds;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apiguardian.api.API;

/** Evaluates a model with fixed and with tuned thresholds. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class ThresholdEvaluator {
  private final double fixed;
  private final LabelLimits limits;

  /**
   * An evaluator.
   *
   * @param fixed the threshold that is not tuned
   * @param limits of labels per document, kept by all choices; thresholds are tuned without them
   */
  public ThresholdEvaluator(double fixed, LabelLimits limits) {
    this.fixed = fixed;
    this.limits = limits;
  }

  /**
   * Tunes thresholds on the validation part and evaluates them on the test part.
   *
   * @param model whose predictions these are
   */
  public ThresholdEvaluation evaluate(
      FoldEvaluation model, Predictions validation, Predictions test) {
    ThresholdTuner tuner = new ThresholdTuner(validation, fixed);
    double[] same = new double[test.labels().size()];
    Arrays.fill(same, fixed);
    List<ThresholdEvaluation.Row> rows =
        List.of(
            row(ThresholdChoice.FIXED, null, test, same),
            row(ThresholdChoice.GLOBAL, Metric.MICRO_F1, test, tuner.globalForMicroF1()),
            row(ThresholdChoice.GLOBAL, Metric.MACRO_F1, test, tuner.globalForMacroF1()),
            row(ThresholdChoice.PER_LABEL, Metric.MICRO_F1, test, tuner.perLabelForMicroF1()),
            row(ThresholdChoice.PER_LABEL, Metric.MACRO_F1, test, tuner.perLabelForMacroF1()));
    return evaluation(model, test, rows);
  }

  /**
   * The same from thresholds that were found before, as far as the test part tells: every figure,
   * but not whether they are best on the validation part.
   *
   * @param before whose tuned thresholds are taken
   * @throws IllegalArgumentException if it has not one threshold for each label
   */
  public ThresholdEvaluation again(
      FoldEvaluation model, ThresholdEvaluation before, Predictions test) {
    List<ThresholdEvaluation.Row> rows = new ArrayList<>();
    for (ThresholdEvaluation.Row row : before.choices()) {
      double[] thresholds =
          row.test().perLabel().stream().mapToDouble(LabelEvaluation::threshold).toArray();
      if (thresholds.length != test.labels().size()) {
        throw new IllegalArgumentException(
            thresholds.length + " thresholds, " + test.labels().size() + " labels");
      }
      if (row.choice() == ThresholdChoice.FIXED) {
        Arrays.fill(thresholds, fixed);
      }
      rows.add(row(row.choice(), row.tunedFor(), test, thresholds));
    }
    return evaluation(model, test, rows);
  }

  private static ThresholdEvaluation evaluation(
      FoldEvaluation model, Predictions test, List<ThresholdEvaluation.Row> rows) {
    return new ThresholdEvaluation(model.key(), ProbabilityEvaluator.evaluate(test), rows);
  }

  private ThresholdEvaluation.Row row(
      ThresholdChoice choice, Metric tunedFor, Predictions test, double[] thresholds) {
    boolean[][] decisions = limits.decide(test.probabilities(), thresholds);
    return new ThresholdEvaluation.Row(
        choice, tunedFor, MultiLabelEvaluator.evaluate(test, thresholds, decisions));
  }
}
