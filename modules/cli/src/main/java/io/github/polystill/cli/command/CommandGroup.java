package io.github.polystill.cli.command;

/** A command that only holds others; alone it shows what they are. */
public abstract class CommandGroup extends AbstractCommand {
  @Override
  public Integer call() {
    spec.commandLine().usage(TerminalWriter.exact(err()));
    return spec.exitCodeOnInvalidInput();
  }
}
