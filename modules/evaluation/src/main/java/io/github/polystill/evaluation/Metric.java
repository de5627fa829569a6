package io.github.polystill.evaluation;

import com.fasterxml.jackson.annotation.JsonValue;
import org.apiguardian.api.API;

/** The metrics of Table 1, in its order. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum Metric {
  MICRO_F1("micro-F1", "microF1"),
  MACRO_F1("macro-F1", "macroF1"),
  WEIGHTED_F1("weighted-F1", "weightedF1"),
  SUBSET_ACCURACY("subset accuracy", "subsetAccuracy");

  private final String title;
  private final String key;

  Metric(String title, String key) {
    this.title = title;
    this.key = key;
  }

  /** The name in headings. */
  public String title() {
    return title;
  }

  /** The name in metrics.json. */
  @JsonValue
  public String key() {
    return key;
  }

  /** The figure as a fraction in 0..1. */
  public double of(MultiLabelEvaluation evaluation) {
    return switch (this) {
      case MICRO_F1 -> evaluation.microF1();
      case MACRO_F1 -> evaluation.macroF1();
      case WEIGHTED_F1 -> evaluation.weightedF1();
      case SUBSET_ACCURACY -> evaluation.subsetAccuracy();
    };
  }

  /** The figure as a fraction in 0..1. */
  public double of(DecisionEvaluation evaluation) {
    return switch (this) {
      case MICRO_F1 -> evaluation.microF1();
      case MACRO_F1 -> evaluation.macroF1();
      case WEIGHTED_F1 -> evaluation.weightedF1();
      case SUBSET_ACCURACY -> evaluation.subsetAccuracy();
    };
  }
}
