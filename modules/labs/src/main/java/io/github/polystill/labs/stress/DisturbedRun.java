package io.github.polystill.labs.stress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code run}: metrics, models and predictions must be the same byte for byte; other files tell
 * when and how long it ran.
 *
 * @param run arguments of the program but for the run directory
 */
record DisturbedRun(List<String> run) implements Disturbed {
  @Override
  public String name() {
    return "run";
  }

  @Override
  public List<String> arguments(Path out) {
    List<String> arguments = new ArrayList<>(run);
    arguments.addAll(List.of("--out", out.toString()));
    return arguments;
  }

  @Override
  public Map<Path, String> files(Path out) throws IOException {
    Map<Path, String> files = Disturbed.super.files(out);
    files.values().removeIf(name -> !isResult(name) && !name.endsWith(".tmp"));
    return files;
  }

  private static boolean isResult(String name) {
    return name.equals("metrics.json")
        || name.equals("models.json")
        || Path.of(name).startsWith("predictions");
  }
}
