package io.github.polystill.labs.fuzz;

import java.util.List;
import org.apache.commons.lang3.function.FailableRunnable;

/** The program as a user meets it: exit codes and printed lines. Used by one thread. */
public interface Program {
  /**
   * How a command ended.
   *
   * @param exitCode 0 done, 1 failed, 2 bad input
   * @param printed on standard output and standard error
   */
  record Outcome(int exitCode, String printed) {}

  /** Runs a command. */
  Outcome run(List<String> arguments);

  /** Runs something as if it were a command: what it throws is reported as that of a command is. */
  Outcome run(FailableRunnable<Exception> work);
}
