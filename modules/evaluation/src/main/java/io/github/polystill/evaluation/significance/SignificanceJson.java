package io.github.polystill.evaluation.significance;

import io.github.polystill.data.RecordsJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file {@code significance.json} of a run directory: an array of {@link SignificanceResult}.
 */
public final class SignificanceJson {
  private SignificanceJson() {}

  /** Writes results; the file appears whole or not at all. */
  public static void write(Path file, List<SignificanceResult> results) throws IOException {
    RecordsJson.write(file, results);
  }

  /**
   * Reads results in the order of the file.
   *
   * @throws io.github.polystill.data.InvalidInputException naming the file and the line, if there
   *     is no such file or it does not hold this format
   */
  public static List<SignificanceResult> read(Path file) throws IOException {
    return RecordsJson.read(file, SignificanceResult.class);
  }
}
