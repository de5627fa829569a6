package io.github.polystill.cli.command;

import java.io.PrintWriter;
import picocli.CommandLine;

/** What has all commands, and can be started again in another process. */
public interface Program {
  /** Its command line anew. */
  CommandLine commandLineFor(PrintWriter out, PrintWriter err);
}
