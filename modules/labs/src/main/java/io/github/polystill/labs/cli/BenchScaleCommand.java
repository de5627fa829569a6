package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.experiments.run.RemainingTime;
import io.github.polystill.experiments.run.Schedule;
import io.github.polystill.labs.run.ScaleTable;
import io.github.polystill.labs.run.ScaleTable.Row;
import io.github.polystill.report.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill bench scale}. */
@Command(
    name = "scale",
    description = {
      "Simulate an experiment of many labels on many executors.",
      "One architecture on five folds with seven class weights, by the schedule that run --plan"
          + " --executors has. Nothing is measured: an epoch takes the time that is given."
    },
    footer = {
      "",
      "Examples:",
      "  polystill bench scale",
      "  polystill bench scale --labels 90 --searches grid,warm --executors 8 --failure-rate 0.1"
    })
final class BenchScaleCommand extends AbstractCommand {
  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "N",
      description = "Numbers of labels (default: 9,100,1000,10000).")
  List<Integer> labels = List.of(9, 100, 1000, 10_000);

  @Option(
      names = "--searches",
      split = ",",
      paramLabel = "SEARCH",
      description = "Searches for experts (default: grid,halving,shift; also warm).")
  List<String> searches = List.of("grid", "halving", "shift");

  @Option(
      names = "--executors",
      split = ",",
      paramLabel = "N",
      description = "Numbers of executors (default: 1,10,100,1000).")
  List<Integer> executors = List.of(1, 10, 100, 1000);

  @Option(
      names = "--epoch-seconds",
      paramLabel = "SECONDS",
      description = "An epoch over all training documents (default: ${DEFAULT-VALUE}).")
  double epochSeconds = 1;

  @Option(
      names = "--start-up",
      paramLabel = "SECONDS",
      description = "Until an executor trains (default: ${DEFAULT-VALUE}).")
  double startUp = 60;

  @Option(
      names = "--failure-rate",
      paramLabel = "RATE",
      description =
          "How often an executor is lost per hour of training (default: ${DEFAULT-VALUE}).")
  double failureRate;

  @Mixin BenchOptions options;

  @Override
  public Integer call() throws Exception {
    labels.forEach(it -> requireAtLeast(1, "--labels", it));
    executors.forEach(it -> requireAtLeast(1, "--executors", it));
    options.requireAmong("--searches", searches, List.of("grid", "halving", "shift", "warm"));
    if (!(epochSeconds > 0) || !(startUp >= 0) || !(failureRate >= 0)) {
      throw wrongUse(
          "--epoch-seconds must be more than 0, --start-up and --failure-rate 0 or more");
    }
    List<Row> rows =
        ScaleTable.of(
            labels,
            searches,
            executors.stream().map(it -> new Schedule.Executors(it, startUp, failureRate)).toList(),
            epochSeconds);
    options.print(out(), rows, table(rows));
    return 0;
  }

  private TextTable table(List<Row> rows) {
    List<TextTable.Column> columns = new ArrayList<>();
    columns.add(TextTable.right("labels"));
    columns.add(TextTable.left("search"));
    columns.add(TextTable.right("trials"));
    columns.add(TextTable.right("work"));
    executors.forEach(it -> columns.add(TextTable.right(String.format(Locale.ROOT, "%,d", it))));
    columns.add(TextTable.right("at least"));
    TextTable table = new TextTable(columns.toArray(TextTable.Column[]::new));
    for (Row row : rows) {
      List<Object> cells = new ArrayList<>();
      cells.add(String.format(Locale.ROOT, "%,d", row.labels()));
      cells.add(row.search());
      cells.add(String.format(Locale.ROOT, "%,d", row.trials()));
      cells.add(RemainingTime.duration(row.results().get(0).work()));
      row.results().forEach(it -> cells.add(RemainingTime.duration(it.makespan())));
      cells.add(RemainingTime.duration(row.results().get(0).atLeast()));
      table.row(cells.toArray());
    }
    return table;
  }
}
