package io.github.polystill.cli.model;

import io.github.polystill.models.savedmodel.LoadedModel;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a model may take. */
final class TimeoutOption {
  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description =
          "Give up where the model takes longer for a batch of texts (default: ${DEFAULT-VALUE}).")
  int seconds = (int) LoadedModel.LONGEST_CALL.toSeconds();

  Duration longestCall() {
    return Duration.ofSeconds(seconds);
  }
}
