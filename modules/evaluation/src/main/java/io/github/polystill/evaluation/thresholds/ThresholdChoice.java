package io.github.polystill.evaluation.thresholds;

import com.fasterxml.jackson.annotation.JsonValue;
import org.apiguardian.api.API;

/** Where the thresholds come from. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum ThresholdChoice {
  /** The experiment's {@code evaluation.threshold} for all labels, as in the paper. */
  FIXED("fixed"),
  /** One for all labels, tuned on validation data. */
  GLOBAL("global"),
  /** One per label, tuned on validation data. */
  PER_LABEL("per-label");

  private final String key;

  ThresholdChoice(String key) {
    this.key = key;
  }

  /** The name in files and tables. */
  @JsonValue
  public String key() {
    return key;
  }
}
