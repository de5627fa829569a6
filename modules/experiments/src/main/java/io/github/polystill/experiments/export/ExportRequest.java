package io.github.polystill.experiments.export;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.models.layers.WeightStorage;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Which model goes where.
 *
 * @param architecture its name
 * @param training its training type
 * @param fold fold of cross-validation that it was trained on
 * @param base directory of the model's versions
 * @param version number to write; empty for the one behind the highest
 * @param storage as what the weights are kept
 */
public record ExportRequest(
    String architecture,
    TrainingRow training,
    int fold,
    Path base,
    OptionalLong version,
    WeightStorage storage) {

  /** An export as the next version, with the weights as they are. */
  public static ExportRequest next(String architecture, TrainingRow training, int fold, Path base) {
    return new ExportRequest(
        architecture, training, fold, base, OptionalLong.empty(), WeightStorage.FLOAT32);
  }
}
