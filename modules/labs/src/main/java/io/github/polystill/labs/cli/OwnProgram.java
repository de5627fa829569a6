package io.github.polystill.labs.cli;

import io.github.polystill.cli.Polystill;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This same program as a process of its own, without the launcher, which would outlive it. */
final class OwnProgram {
  private OwnProgram() {}

  /** Java with the options of this process, and the main class. */
  static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!argument.startsWith("-agentlib") && !argument.startsWith("-javaagent")) {
        command.add(argument);
      }
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Polystill.class.getName()));
    return command;
  }
}
