package io.github.polystill.evaluation.table;

import io.github.polystill.evaluation.TrainingRow;
import java.util.List;

/**
 * What the distilled student gains over another training type.
 *
 * @param over the other training type
 * @param gains one per {@link io.github.polystill.evaluation.Metric}, in its order: mean difference
 *     over the folds that both have, as a fraction
 */
public record GainResult(TrainingRow over, List<Double> gains) {
  public GainResult {
    gains = List.copyOf(gains);
  }

  /** The name of the row. */
  public String title() {
    return "gain of distilled over " + over.key();
  }
}
