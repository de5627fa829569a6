package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.AddedCommands;
import java.util.List;

/** {@code polystill bench} and {@code polystill stress}. */
public final class LabsCommands implements AddedCommands {
  @Override
  public List<AbstractCommand> commands() {
    return List.of(new BenchCommand(), new StressCommand());
  }
}
