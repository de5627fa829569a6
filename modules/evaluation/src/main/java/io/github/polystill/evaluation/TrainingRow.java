package io.github.polystill.evaluation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** The training types in the order and under the names of the paper's Table 1, and baselines. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum TrainingRow {
  TEACHER("teacher", "Binary Optimization (Teacher)"),
  STANDALONE("standalone", "Standalone Multi-label Classifier (Student)"),
  /** None of the paper's: standalone, with a class weight for each label as its teacher has. */
  STANDALONE_WEIGHTED("standalone-weighted", "Standalone with Class Weights (Student)"),
  DISTILLED("distilled", "Knowledge Distillation (Teacher + Student)"),
  /** No training type of the paper's; its architectures are the baselines. */
  BASELINE("baseline", "Baseline");

  /** The paper's: what an experiment trains unless it says otherwise. */
  public static final List<TrainingRow> TRAINED = List.of(TEACHER, STANDALONE, DISTILLED);

  private final String key;
  private final String title;

  TrainingRow(String key, String title) {
    this.key = key;
    this.title = title;
  }

  /** Whether its trial depends on others of the same fold, and comes after them. */
  public boolean followsOthers() {
    return this == DISTILLED || this == STANDALONE_WEIGHTED;
  }

  /** The name in files: teacher, standalone, standalone-weighted, distilled or baseline. */
  @JsonValue
  public String key() {
    return key;
  }

  /** The name in Table 1. */
  public String title() {
    return title;
  }

  /**
   * The row of a key.
   *
   * @throws IllegalArgumentException for another name
   */
  @JsonCreator
  public static TrainingRow ofKey(String key) {
    return Arrays.stream(values())
        .filter(row -> row.key.equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "training \"%s\" is none of %s",
                        key,
                        Arrays.stream(values())
                            .map(TrainingRow::key)
                            .collect(Collectors.joining(", ")))));
  }
}
