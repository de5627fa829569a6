package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.labs.run.LabelsBenchmark;
import io.github.polystill.labs.run.LabelsBenchmark.Row;
import io.github.polystill.report.table.TextTable;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill bench labels}. */
@Command(
    name = "labels",
    description = {
      "Show that a trial costs the same however many labels a corpus has.",
      "Runs the first trials of a teacher on synthetic corpora and fails where a trial costs more"
          + " than 1.1 times what it costs with the first number of labels, or the memory is more"
          + " than 1.1 times as much."
    },
    footer = {
      "",
      "Examples:",
      "  polystill bench labels",
      "  polystill bench labels --labels 9,90,900,2700 --repeats 3 --json"
    })
final class BenchLabelsCommand extends AbstractCommand {
  private static final double LIMIT = 1.1;

  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "N",
      description = "Numbers of labels (default: 9,90,900).")
  List<Integer> labels = List.of(9, 90, 900);

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Trials that are timed of each (default: ${DEFAULT-VALUE}).")
  int trials = 50;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Runs with each number, in turn (default: ${DEFAULT-VALUE}).")
  int repeats = 5;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Networks trained side by side (default: one per core).")
  int workers = cores();

  @Mixin BenchOptions options;

  @Override
  public Integer call() throws Exception {
    if (labels.isEmpty() || labels.stream().anyMatch(count -> count < 9)) {
      throw wrongUse("--labels: give numbers of 9 or more, such as 9,90,900");
    }
    if (trials < 1 || trials > 50) {
      throw wrongUse("--trials must be 1 to 50, which 9 labels have, not " + trials);
    }
    if (repeats < 1 || workers < 1) {
      throw wrongUse("--repeats and --workers must be 1 or more");
    }
    List<Row> rows = LabelsBenchmark.run(labels, trials, repeats, workers, this::log);
    options.print(out(), rows, table(rows));
    boolean grows =
        rows.stream().anyMatch(row -> row.cost() > LIMIT || row.memory().orElse(0.0) > LIMIT);
    if (grows) {
      log("a trial's time or memory grows with the number of labels by more than " + LIMIT);
    }
    return grows ? 1 : 0;
  }

  private static TextTable table(List<Row> rows) {
    TextTable table =
        new TextTable(
            TextTable.right("labels"),
            TextTable.right("trials/s"),
            TextTable.right("cost"),
            TextTable.right("RSS MB"),
            TextTable.right("ratio"));
    for (Row row : rows) {
      table.row(
          row.labels(),
          decimals(row.trialsPerSecond()),
          decimals(row.cost()),
          row.peakRssBytes().map(it -> String.format(Locale.ROOT, "%.0f", it / 1e6)).orElse("-"),
          row.memory().map(BenchLabelsCommand::decimals).orElse("-"));
    }
    return table;
  }

  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
