package io.github.polystill.labs.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.labs.MeasuredProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The Keras side: a Python process that trains the same network on the same data, or asks it. */
public final class KerasPeer {
  private static final String TRAINING = "keras_train.py";
  private static final String INFERENCE = "keras_infer.py";
  private static final String METHOD = "keras_method.py";
  private static final List<String> SCRIPTS = List.of(TRAINING, INFERENCE, METHOD);
  private static final long CHECK_SECONDS = 60;

  private final String python;
  private final Path directory;

  private KerasPeer(String python, Path directory) {
    this.python = python;
    this.directory = directory;
  }

  /**
   * Finds out whether a Python has what the script needs.
   *
   * @param directory for the script and its output
   * @return empty where it has not
   */
  public static Optional<KerasPeer> find(String python, Path directory)
      throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import tensorflow, keras")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(CHECK_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      if (process.exitValue() != 0) {
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty(); // no such program
    }
    for (String name : SCRIPTS) {
      try (InputStream source = KerasPeer.class.getResourceAsStream(name)) {
        Files.copy(source, directory.resolve(name));
      }
    }
    return Optional.of(new KerasPeer(python, directory));
  }

  /**
   * Starts {@code keras_infer.py}, which reads and writes lines of JSON.
   *
   * @param options for it
   * @param errors file for what it writes to standard error
   */
  public Process startInference(List<String> options, Path errors) throws IOException {
    List<String> command = new ArrayList<>(List.of(python, script(INFERENCE).toString()));
    command.addAll(options);
    return new ProcessBuilder(command).redirectError(errors.toFile()).start();
  }

  private Path script(String name) {
    return directory.resolve(name);
  }

  /** Trains a few steps. */
  KerasTiming measure(
      BenchmarkedNetwork network, Path data, KerasConfiguration configuration, KerasEffort effort)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("--data", data.toString()));
    command.addAll(List.of("--architecture", network.name()));
    command.addAll(List.of("--channels", network.channels().key()));
    command.addAll(List.of("--trials", String.valueOf(effort.trials())));
    command.addAll(List.of("--steps", String.valueOf(effort.steps())));
    command.addAll(List.of("--batch", String.valueOf(effort.batch())));
    command.addAll(network.kerasOptions());
    command.addAll(configuration.options());
    return KerasTiming.of(run(TRAINING, command));
  }

  /**
   * Runs {@code keras_method.py}.
   *
   * @param options for it
   * @return what it has printed
   */
  public JsonNode method(List<String> options) throws IOException, InterruptedException {
    return run(METHOD, options);
  }

  private JsonNode run(String script, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python, script(script).toString()));
    command.addAll(options);
    Path errors = directory.resolve("keras.log");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    Thread stop = new Thread(process::destroy, "polystill-bench-stop-keras");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("the Keras side failed: " + MeasuredProcess.lastLines(errors));
      }
      return json(output);
    } finally {
      Runtime.getRuntime().removeShutdownHook(stop);
      process.destroy();
    }
  }

  private static JsonNode json(String output) {
    try {
      return new ObjectMapper().readTree(output);
    } catch (IOException e) {
      throw new UncheckedIOException("the Keras side printed no JSON: " + output, e);
    }
  }
}
