package io.github.polystill.labs.stress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Processes of this program, one at a time; what they say goes to a file beside what they write.
 */
final class Processes {
  private final List<String> program;
  private Process latest;
  private boolean stopped;
  private int starts;

  /**
   * None yet.
   *
   * @param program Java with options and the main class; the process itself, as the children of a
   *     killed shell live on
   */
  Processes(List<String> program) {
    this.program = List.copyOf(program);
  }

  /** Starts the program. */
  Process start(List<String> arguments, Path out) throws IOException {
    return start(List.of(), program, arguments, out);
  }

  /** Starts the program with a clock that jumps. */
  Process startDisturbed(List<String> arguments, Path out, long seed) throws IOException {
    return startDisturbed(List.of(), arguments, out, seed);
  }

  /** Starts a shell, of which the program with a clock that jumps is the arguments. */
  Process startDisturbed(List<String> shell, List<String> arguments, Path out, long seed)
      throws IOException {
    starts++;
    List<String> jumping = new ArrayList<>(program);
    jumping.add(1, "-D" + JumpingClock.SEED + "=" + seed);
    return start(shell, jumping, arguments, out);
  }

  private Process start(List<String> shell, List<String> java, List<String> arguments, Path out)
      throws IOException {
    List<String> all = new ArrayList<>(shell);
    all.addAll(java);
    all.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output(out).toFile()));
    // What the launcher says of the standard error of this process is not true of the new one's.
    builder.environment().keySet().removeAll(List.of("POLYSTILL_STDERR", "POLYSTILL_TERMINAL"));
    synchronized (this) {
      if (stopped) {
        throw new CancellationException("the test was interrupted");
      }
      latest = builder.start();
      return latest;
    }
  }

  /** Ends the process that is running, and starts no more. */
  synchronized void stop() {
    stopped = true;
    if (latest != null) {
      latest.destroyForcibly();
    }
  }

  /**
   * Its exit code, or the end of it with that of this process, whose user would not look for it.
   */
  static int waitFor(Process process) throws InterruptedException {
    try {
      return process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Processes that were started to be disturbed. */
  int starts() {
    return starts;
  }

  /** What the processes that write to a directory have said. */
  static String said(Path out) throws IOException {
    return new String(Files.readAllBytes(output(out)), StandardCharsets.UTF_8);
  }

  /** The last line of it. */
  static String lastLine(Path out) throws IOException {
    return said(out)
        .lines()
        .filter(line -> !line.isBlank())
        .reduce((first, second) -> second)
        .orElse("no output");
  }

  private static Path output(Path out) {
    return out.resolveSibling(out.getFileName() + ".txt");
  }
}
