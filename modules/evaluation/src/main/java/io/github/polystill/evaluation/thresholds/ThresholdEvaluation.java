package io.github.polystill.evaluation.thresholds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.polystill.evaluation.DecisionEvaluation;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluation;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * All choices of thresholds for a model side by side; an entry of {@code thresholds.json}.
 *
 * @param key which model
 * @param probabilities what needs no threshold, on the test part
 * @param choices fixed, then global and per label, each for micro-F1 and for macro-F1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ThresholdEvaluation(
    ModelKey key, ProbabilityEvaluation probabilities, List<Row> choices) {
  public ThresholdEvaluation {
    choices = List.copyOf(choices);
  }

  /**
   * Figures on the test part with one choice of thresholds.
   *
   * @param choice where the thresholds come from
   * @param tunedFor the metric that they are best for on the validation part; null for fixed ones
   * @param test figures of the test part; its per-label entries have the thresholds
   */
  public record Row(
      ThresholdChoice choice,
      @JsonSetter(nulls = Nulls.SET) Metric tunedFor,
      DecisionEvaluation test) {}

  /**
   * The row of a choice.
   *
   * @param tunedFor micro-F1 or macro-F1; not looked at for fixed thresholds
   */
  public Row row(ThresholdChoice choice, Metric tunedFor) {
    return choices.stream()
        .filter(row -> row.choice() == choice)
        .filter(row -> choice == ThresholdChoice.FIXED || row.tunedFor() == tunedFor)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no " + choice + " for " + tunedFor));
  }

  /**
   * The figures with one threshold per label, tuned for macro-F1: the second block of Table 1. One
   * set of thresholds for all metrics, as a model ships one.
   *
   * @param fixed the model with the fixed threshold
   */
  public FoldEvaluation tuned(FoldEvaluation fixed) {
    DecisionEvaluation test = row(ThresholdChoice.PER_LABEL, Metric.MACRO_F1).test();
    MultiLabelEvaluation evaluation =
        new MultiLabelEvaluation(
            test.microF1(),
            test.macroF1(),
            test.weightedF1(),
            test.subsetAccuracy(),
            fixed.evaluation().loss(),
            test.perLabel());
    return new FoldEvaluation(fixed.key(), evaluation, fixed.classWeights());
  }

  @JsonValue
  Map<String, Object> fields() {
    Map<String, Object> fields = key.fields();
    fields.putIfAbsent("seed", null);
    fields.put("probabilities", probabilities);
    fields.put("choices", choices);
    return fields;
  }

  @JsonCreator
  static ThresholdEvaluation of(
      @JsonProperty("architecture") String architecture,
      @JsonProperty("teacher") @JsonSetter(nulls = Nulls.SET) String teacher,
      @JsonProperty("training") TrainingRow training,
      @JsonProperty("fold") int fold,
      @JsonProperty("seed") Long seed,
      @JsonProperty("probabilities") ProbabilityEvaluation probabilities,
      @JsonProperty("choices") List<Row> choices) {
    ModelKey key = ModelKey.ofFields(architecture, teacher, training, fold, seed);
    return new ThresholdEvaluation(key, probabilities, choices);
  }
}
