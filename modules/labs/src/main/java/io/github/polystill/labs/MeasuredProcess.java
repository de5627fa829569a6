package io.github.polystill.labs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** This program as a process of its own, which does not outlive this one. */
public final class MeasuredProcess {
  /** Lines of a failed command that are worth showing. */
  private static final int LAST_LINES = 5;

  private MeasuredProcess() {}

  /** Watches a process until it ends. */
  public interface Watch<T> {
    T until(Process process) throws IOException, InterruptedException;
  }

  /**
   * Runs a command.
   *
   * @param cache directory for what it keeps between runs
   * @param said file for what it prints
   * @return what was seen
   * @throws IOException where the command fails, with its last lines
   */
  public static <T> T run(List<String> command, Path cache, Path said, Watch<T> watch)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().put("POLYSTILL_CACHE", cache.toString());
    // What the launcher says of the standard error of this process is not true of the new one's.
    builder.environment().keySet().removeAll(List.of("POLYSTILL_STDERR", "POLYSTILL_TERMINAL"));
    Process process = builder.start();
    Thread stop = new Thread(process::destroyForcibly, "polystill-bench-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      T seen = watch.until(process);
      if (process.waitFor() != 0) {
        throw new IOException("a run failed: " + lastLines(said));
      }
      return seen;
    } finally {
      Runtime.getRuntime().removeShutdownHook(stop);
      process.destroyForcibly();
    }
  }

  /** The end of what a process said, on one line. */
  public static String lastLines(Path said) throws IOException {
    List<String> lines = Files.readAllLines(said, StandardCharsets.UTF_8);
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }
}
