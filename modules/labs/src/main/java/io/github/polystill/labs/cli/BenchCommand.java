package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code polystill bench}. */
@Command(
    name = "bench",
    description = "Measure speed and memory on this machine.",
    subcommands = {
      BenchTrainCommand.class,
      BenchProductsCommand.class,
      BenchMethodCommand.class,
      BenchMemoryCommand.class,
      BenchGrowthCommand.class,
      BenchPlanCommand.class,
      BenchScaleCommand.class,
      BenchSparkCommand.class,
      BenchVectorsCommand.class,
      BenchSegmentationCommand.class,
      BenchCkipHeadCommand.class,
      BenchEvaluationCommand.class,
      BenchInferenceCommand.class,
      BenchServeCommand.class
    },
    footer = {"", "Examples:", "  polystill bench train --python venv/bin/python"})
final class BenchCommand extends CommandGroup {}
