package io.github.polystill.cli.command;

import java.util.List;

/** Commands that a module beside the product adds to {@code polystill}, found by ServiceLoader. */
public interface AddedCommands {
  /** Instances of classes with picocli's {@code @Command}. */
  List<? extends AbstractCommand> commands();
}
