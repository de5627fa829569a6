package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.labs.train.KerasConfiguration;
import io.github.polystill.labs.train.KerasEffort;
import io.github.polystill.labs.train.Lengths;
import io.github.polystill.labs.train.TrainBenchmark;
import io.github.polystill.labs.train.TrainBenchmarkSettings;
import io.github.polystill.labs.train.TrainReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill bench train}. */
@Command(
    name = "train",
    description = {
      "Train a slice of the teacher's grid side by side with Python Keras.",
      "Synthetic texts of 20,000 words, vectors of 300 numbers, batches of 32. The speed is samples"
          + " times models per second; no other job should run on the machine."
    },
    footer = {
      "",
      "Examples:",
      "  polystill bench train --python venv/bin/python",
      "  polystill bench train --architectures textcnn --lengths full --repeats 1",
      "  polystill bench train --python venv/bin/python --keras 2x1,1x2,2x1+jit --repeats 3 --json",
      "  polystill bench train --no-keras --scaling --profile"
    })
final class BenchTrainCommand extends AbstractCommand {
  @Option(
      names = "--architectures",
      split = ",",
      paramLabel = "NAME",
      description = "Networks to measure (default: all).")
  List<String> architectures = List.of();

  @Option(
      names = "--channels",
      split = ",",
      paramLabel = "KIND",
      description = "Embedding channels, frozen or two (default: both).")
  List<String> channels = List.of();

  @Option(
      names = "--lengths",
      split = ",",
      paramLabel = "KIND",
      description = "mixed, 60 to 300 words, or full, all 300 (default: both).")
  List<Lengths> lengths = Arrays.asList(Lengths.values());

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Trials of the slice (default: ${DEFAULT-VALUE}).")
  int trials = 14;

  @Option(
      names = "--documents",
      paramLabel = "N",
      description = "Texts that a trial trains on (default: ${DEFAULT-VALUE}).")
  int documents = 640;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over them (default: ${DEFAULT-VALUE}).")
  int epochs = 1;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Measurements of both sides, alternately (default: ${DEFAULT-VALUE}).")
  int repeats = 5;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Networks of ours trained side by side (default: one per core).")
  int workers = cores();

  @Option(
      names = "--words",
      paramLabel = "N",
      description = "Size of the vocabulary (default: ${DEFAULT-VALUE}).")
  int words = 20_000;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Texts per step (default: ${DEFAULT-VALUE}).")
  int batch = 32;

  @Mixin KerasOptions peer = new KerasOptions();

  @Option(
      names = "--keras",
      split = ",",
      paramLabel = "CONFIGURATION",
      description =
          "Processes x threads of Keras, with +jit, +bfc (allocator), +unroll or +bf16"
              + " (mixed_bfloat16); the fastest of several counts (default: one process per core).")
  List<String> keras = List.of(cores() + "x1");

  @Option(
      names = "--keras-trials",
      paramLabel = "N",
      description = "Models that each Keras process trains (default: ${DEFAULT-VALUE}).")
  int kerasTrials = 1;

  @Option(
      names = "--keras-steps",
      paramLabel = "N",
      description = "Steps of each of them, the first included (default: ${DEFAULT-VALUE}).")
  int kerasSteps = 11;

  @Option(names = "--scaling", description = "Compare all workers to one as well.")
  boolean scaling;

  @Option(names = "--profile", description = "Say which operations our time goes to as well.")
  boolean profile;

  @Option(names = "--seed", paramLabel = "N", description = "Seed (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Mixin BenchOptions options;

  @Override
  public Integer call() throws Exception {
    TrainBenchmarkSettings settings = settings();
    TrainBenchmark benchmark = new TrainBenchmark(settings, this::log);
    TrainReport report = benchmark.run();
    if (options.json) {
      printJson(report);
    } else {
      out().print(report.table());
      report.scalings().forEach(out()::println);
      report.profiles().forEach(out()::println);
      benchmark.timed().forEach(out()::println);
    }
    if (report.disturbed()) {
      log("other jobs used more than a tenth of a core meanwhile: repeat this on an idle machine");
    }
    return 0;
  }

  private TrainBenchmarkSettings settings() {
    requireAtLeast(1, "--trials", trials);
    requireAtLeast(1, "--documents", documents);
    requireAtLeast(1, "--epochs", epochs);
    requireAtLeast(1, "--repeats", repeats);
    requireAtLeast(1, "--workers", workers);
    requireAtLeast(2, "--words", words);
    requireAtLeast(1, "--batch", batch);
    requireAtLeast(1, "--keras-trials", kerasTrials);
    requireAtLeast(2, "--keras-steps", kerasSteps);
    options.requireAmong("--architectures", architectures, TrainBenchmark.architectures());
    options.requireAmong("--channels", channels, TrainBenchmark.channels());
    return new TrainBenchmarkSettings(
        architectures,
        channels,
        lengths,
        trials,
        documents,
        epochs,
        repeats,
        Math.min(workers, trials),
        words,
        peer.python(),
        configurations(),
        new KerasEffort(kerasTrials, kerasSteps, batch),
        scaling,
        profile,
        seed);
  }

  private List<KerasConfiguration> configurations() {
    List<KerasConfiguration> configurations = new ArrayList<>();
    for (String text : keras) {
      configurations.add(
          KerasConfiguration.parse(text)
              .orElseThrow(
                  () -> wrongUse("--keras: '" + text + "' is no form such as 2x1 or 1x2+jit")));
    }
    return configurations;
  }
}
