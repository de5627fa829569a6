package io.github.polystill.models.savedmodel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run of Python, the one that {@code POLYSTILL_PYTHON} names if it names one.
 *
 * @param output standard output and error; begins with {@code skipped: } where there is no Python
 */
record PythonProcess(int exitCode, String output) {

  /** Runs Python with some arguments. */
  static PythonProcess run(Object... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Optional.ofNullable(System.getenv("POLYSTILL_PYTHON")).orElse("python3")));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONIOENCODING", "UTF-8");
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "3");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new PythonProcess(0, "skipped: Python is not installed (" + e.getMessage() + ")");
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new PythonProcess(process.waitFor(), output);
  }
}
