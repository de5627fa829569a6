package io.github.polystill.models;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A main class of the tests in a JVM of its own. */
public final class JavaProcess {
  private JavaProcess() {}

  /**
   * The command that starts it with the options of this JVM, which those given override.
   *
   * @param jvmOptions such as {@code -Xmx48m}
   */
  public static List<String> command(
      List<String> jvmOptions, Class<?> mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Runs it to its end.
   *
   * @param errors file that takes its standard error
   * @return its standard output
   * @throws IllegalStateException with the standard error where it exits with other than 0
   */
  public static String run(
      Path errors, List<String> jvmOptions, Class<?> mainClass, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = command(jvmOptions, mainClass, arguments);
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(errors));
    }
    return output;
  }
}
