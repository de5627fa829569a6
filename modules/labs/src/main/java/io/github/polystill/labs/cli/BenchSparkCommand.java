package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.CacheDirectory;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.labs.run.ClusterBenchmark;
import io.github.polystill.labs.run.ClusterBenchmark.Row;
import io.github.polystill.report.table.TextTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill bench spark}. */
@Command(
    name = "spark",
    description = {
      "Train the same experiment here and on Apache Spark, in turn.",
      "Trials per second from the tenth trial's end to the last one's, and the driver's memory at"
          + " both. Without an experiment, a synthetic one of --trials trials that take next to"
          + " nothing shows what Spark itself takes for each."
    },
    footer = {
      "",
      "Examples:",
      "  polystill bench spark --spark 'local-cluster[2,1,1024]' --trials 1000",
      "  polystill bench spark experiments/cmdd.yaml --set folds.run=0 --spark"
          + " 'local-cluster[2,1,1024]'"
    })
final class BenchSparkCommand extends AbstractCommand {
  @Parameters(paramLabel = "EXPERIMENT", arity = "0..1", description = "Experiment file (YAML).")
  Optional<Path> file = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a key of the experiment; repeatable.")
  List<String> overrides = List.of();

  @Option(
      names = "--spark",
      paramLabel = "MASTER",
      required = true,
      description = "Master, as polystill run has it.")
  String master;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Trials of the synthetic experiment (default: ${DEFAULT-VALUE}).")
  int trials = 1000;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Workers here, as many as executors there (default: one per core).")
  int workers = cores();

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Runs of each (default: ${DEFAULT-VALUE}).")
  int repeats = 1;

  @Mixin BenchOptions options;

  @Override
  public Integer call() throws Exception {
    requireAtLeast(100, "--trials", trials);
    requireAtLeast(1, "--workers", workers);
    requireAtLeast(1, "--repeats", repeats);
    Path directory = Files.createTempDirectory("polystill-bench");
    try {
      Experiment experiment =
          file.isPresent()
              ? CorpusPreparation.requireInputs(ExperimentFile.read(file.get(), overrides))
              : ClusterBenchmark.trivial(trials, directory);
      Optional<Path> cache = Optional.of(CacheDirectory.standard());
      Row row = ClusterBenchmark.run(experiment, master, workers, repeats, cache, this::log);
      options.print(out(), List.of(row), table(row));
    } finally {
      AtomicFiles.deleteRecursively(directory);
    }
    return 0;
  }

  private static TextTable table(Row row) {
    return new TextTable(TextTable.left("of the same run"), TextTable.right(""))
        .row("trials timed", String.format(Locale.ROOT, "%,d", row.trials()))
        .row("trials/s here", String.format(Locale.ROOT, "%.2f", row.here()))
        .row("trials/s on Spark", String.format(Locale.ROOT, "%.2f", row.there()))
        .row("ratio", String.format(Locale.ROOT, "%.2f", row.ratio()))
        .row("ms more for a trial", String.format(Locale.ROOT, "%.0f", row.overheadMillis()))
        .row("driver, MB at first", String.format(Locale.ROOT, "%.0f", row.earlyRssBytes() / 1e6))
        .row("driver, MB at the end", String.format(Locale.ROOT, "%.0f", row.rssBytes() / 1e6))
        .row("s to plan", String.format(Locale.ROOT, "%.1f", row.planSeconds()));
  }
}
