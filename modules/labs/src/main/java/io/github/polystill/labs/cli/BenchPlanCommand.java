package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.CacheDirectory;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.labs.run.PlanBenchmark;
import io.github.polystill.labs.run.PlanBenchmark.Row;
import io.github.polystill.report.table.TextTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill bench plan}. */
@Command(
    name = "plan",
    description = {
      "Hold what run --plan --executors N says against a run with N workers.",
      "Fails where the trials take longer or shorter by more than the limit. How many epochs early"
          + " stopping lets a training make is expected, not known: with optimisation.patience as"
          + " high as optimisation.epochs all are made, and the times alone are compared."
    },
    footer = {
      "",
      "Examples:",
      "  polystill bench plan experiments/reproduce.yaml --set optimisation.patience=5",
      "  polystill bench plan my.yaml --set folds.run=0 --workers 1 --json"
    })
final class BenchPlanCommand extends AbstractCommand {
  @Parameters(paramLabel = "EXPERIMENT", description = "Experiment file (YAML).")
  Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a key of the experiment; repeatable.")
  List<String> overrides = List.of();

  @Option(
      names = "--workers",
      split = ",",
      paramLabel = "N",
      description = "Numbers of workers, a run with each (default: 1,2).")
  List<Integer> workers = List.of(1, 2);

  @Option(
      names = "--limit",
      paramLabel = "PART",
      description = "Part of the measured time (default: ${DEFAULT-VALUE}).")
  double limit = 0.15;

  @Mixin BenchOptions options;

  @Override
  public Integer call() throws Exception {
    workers.forEach(it -> requireAtLeast(1, "--workers", it));
    Experiment experiment = CorpusPreparation.requireInputs(ExperimentFile.read(file, overrides));
    List<Row> rows =
        PlanBenchmark.run(experiment, workers, Optional.of(CacheDirectory.standard()), this::log);
    TextTable table =
        new TextTable(
            TextTable.right("workers"),
            TextTable.right("planned s"),
            TextTable.right("measured s"),
            TextTable.right("ratio"));
    for (Row row : rows) {
      table.row(
          row.workers(),
          String.format(Locale.ROOT, "%.1f", row.planned()),
          String.format(Locale.ROOT, "%.1f", row.measured()),
          String.format(Locale.ROOT, "%.2f", row.ratio()));
    }
    options.print(out(), rows, table);
    return rows.stream().allMatch(row -> Math.abs(row.ratio() - 1) <= limit) ? 0 : 1;
  }
}
