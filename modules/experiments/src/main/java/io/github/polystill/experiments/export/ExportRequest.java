package io.github.polystill.experiments.export;

import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.models.layers.WeightStorage;
import io.github.polystill.models.savedmodel.LoadedModel;
import io.github.polystill.models.savedmodel.ServedModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which model goes where.
 *
 * @param model of the run's first cross-validation
 * @param base directory of the model's versions
 * @param version number to write; empty for the one behind the highest
 * @param storage as what the weights are kept
 * @param tables whether a word's first product is looked up and not computed, which is faster and
 *     larger; empty for where it pays, see {@link ServedModel#tabledWhereItPays}; left out where
 *     they would take more than {@link ServedModel#TABLES_AT_MOST}
 * @param thresholds which of the run's thresholds the model predicts by, see {@link
 *     ShippedThresholds}
 * @param longestCall what the exported model may take for a batch of texts when it is checked
 */
public record ExportRequest(
    ModelKey model,
    Path base,
    OptionalLong version,
    WeightStorage storage,
    Optional<Boolean> tables,
    ThresholdChoice thresholds,
    Duration longestCall) {
  /**
   * An export as the next version, with the weights as they are, tables where they pay, and the
   * fixed threshold.
   */
  public static ExportRequest next(ModelKey model, Path base) {
    return new ExportRequest(
        model,
        base,
        OptionalLong.empty(),
        WeightStorage.FLOAT32,
        Optional.empty(),
        ThresholdChoice.FIXED,
        LoadedModel.LONGEST_CALL);
  }

  /** The same with other thresholds. */
  public ExportRequest with(ThresholdChoice other) {
    return new ExportRequest(model, base, version, storage, tables, other, longestCall);
  }
}
