package io.github.polystill.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command did when run in this process.
 *
 * @param exitCode its exit code
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
public record Outcome(int exitCode, String out, String err) {
  /** Runs a command. */
  public static Outcome of(Object... arguments) {
    String[] args = new String[arguments.length];
    for (int i = 0; i < args.length; i++) {
      args[i] = arguments[i].toString();
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Polystill.commandLine(new PrintWriter(out, true), new PrintWriter(err, true)).execute(args);
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  /** The one line on stderr of bad input, without the program's name. */
  public String error() {
    if (exitCode != 2 || !out.isEmpty() || err.lines().count() != 1) {
      throw new AssertionError("not a one-line error: " + this);
    }
    return err.strip().replaceFirst("^polystill: ", "");
  }
}
