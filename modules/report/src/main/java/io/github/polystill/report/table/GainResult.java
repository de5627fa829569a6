package io.github.polystill.report.table;

import io.github.polystill.evaluation.TrainingRow;
import java.util.List;

/**
 * What a training type gains over another one or over the linear baseline.
 *
 * @param of distilled, or over the baseline the last training type that was run
 * @param over key of the other training type or of the baseline
 * @param gains one per {@link io.github.polystill.evaluation.Metric}, in its order: mean difference
 *     over the folds that both have, as a fraction
 */
public record GainResult(TrainingRow of, String over, List<Double> gains) {
  public GainResult {
    gains = List.copyOf(gains);
  }

  /** What distilled gains over standalone, as a name alone. */
  public static String ofDistilled() {
    return new GainResult(TrainingRow.DISTILLED, TrainingRow.STANDALONE.key(), List.of()).title();
  }

  /** The name of the row. */
  public String title() {
    return "gain of " + of.key() + " over " + over;
  }
}
