package io.github.polystill.labs.stress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code export}. A process that is killed when its version is in place is followed by one that
 * writes the next: the files of every version must be those of the first.
 *
 * @param run run directory
 * @param architecture of the model
 * @param training its training type
 */
record DisturbedExport(Path run, String architecture, String training) implements Disturbed {
  private static final String MODEL = "model";

  @Override
  public String name() {
    return "export";
  }

  @Override
  public List<String> arguments(Path out) {
    return List.of(
        "export",
        run.toString(),
        "--architecture",
        architecture,
        "--training",
        training,
        "--to",
        model(out).toString());
  }

  /** Where the model's versions are. */
  static Path model(Path out) {
    return out.resolve(MODEL);
  }

  @Override
  public Map<Path, String> files(Path out) throws IOException {
    Map<Path, String> files = Disturbed.super.files(out);
    files.replaceAll((file, name) -> name.replaceFirst("^(model.)[0-9]+", "$11"));
    return files;
  }

  /**
   * A model's README has its version and the date, and the graph its attributes in another order in
   * each process; the command itself compares the model's answers with the run's predictions.
   */
  @Override
  public boolean isTheSame(String file) {
    return !file.endsWith("README.md") && !file.endsWith("saved_model.pb");
  }
}
