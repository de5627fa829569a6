package io.github.polystill.labs.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The other side of a benchmark. */
final class KerasOptions {
  @Option(
      names = "--python",
      paramLabel = "PATH",
      description = "Python with TensorFlow and Keras (default: $POLYSTILL_PYTHON or python3).")
  String python = Optional.ofNullable(System.getenv("POLYSTILL_PYTHON")).orElse("python3");

  @Option(names = "--no-keras", description = "Measure ours alone.")
  boolean withoutKeras;

  /** The Python to use, if Keras is to be measured. */
  Optional<String> python() {
    return withoutKeras ? Optional.empty() : Optional.of(python);
  }
}
