package io.github.polystill.evaluation.thresholds;

import io.github.polystill.data.RecordsJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file {@code thresholds.json} of a run directory: an array of {@link ThresholdEvaluation}, in
 * the order of metrics.json.
 */
public final class ThresholdsJson {
  private ThresholdsJson() {}

  /** Writes evaluations; the file appears whole or not at all. */
  public static void write(Path file, List<ThresholdEvaluation> evaluations) throws IOException {
    RecordsJson.write(file, evaluations);
  }

  /**
   * Reads evaluations in the order of the file.
   *
   * @throws io.github.polystill.data.InvalidInputException naming the file and the line, if there
   *     is no such file or it does not hold this format
   */
  public static List<ThresholdEvaluation> read(Path file) throws IOException {
    return RecordsJson.read(file, ThresholdEvaluation.class);
  }
}
