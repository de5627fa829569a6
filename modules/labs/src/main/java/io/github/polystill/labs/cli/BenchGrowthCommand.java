package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.labs.run.GrowthBenchmark;
import io.github.polystill.labs.run.GrowthBenchmark.Row;
import io.github.polystill.report.table.TextTable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill bench growth}. */
@Command(
    name = "growth",
    description = {
      "Time and memory of whole runs against documents, labels and words of a text.",
      "Each run is a process of its own: a small TextCNN, one epoch, one class weight, one fold; an"
          + " expert for each label, the standalone and the distilled student. Each list grows with"
          + " the first number of the two others. Fails where time grows faster than a straight"
          + " line: where the last slope is more than --limit times the one of all before."
    },
    footer = {
      "",
      "Examples:",
      "  polystill bench growth --repeats 5 --json > growth.json",
      "  polystill bench growth --documents 100000 --labels 9 --words 300 # one run"
    })
final class BenchGrowthCommand extends AbstractCommand {
  @Option(
      names = "--documents",
      split = ",",
      paramLabel = "N",
      description = "Numbers of documents (default: 1000,10000,100000).")
  List<Integer> documents = List.of(1000, 10_000, 100_000);

  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "N",
      description = "Numbers of labels (default: 9,90,900).")
  List<Integer> labels = List.of(9, 90, 900);

  @Option(
      names = "--words",
      split = ",",
      paramLabel = "N",
      description = "Words of each text (default: 50,100,300,1000).")
  List<Integer> words = List.of(50, 100, 300, 1000);

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a key of the experiment; repeatable.")
  List<String> overrides = List.of();

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Runs of each size, in turn (default: ${DEFAULT-VALUE}).")
  int repeats = 1;

  @Option(
      names = "--limit",
      paramLabel = "TIMES",
      description =
          "Most that the last slope may be of the one before (default: ${DEFAULT-VALUE}).")
  double limit = 1.3;

  @Mixin BenchOptions options;

  @Override
  public Integer call() throws Exception {
    requireGrowing("--documents", documents);
    requireGrowing("--labels", labels);
    requireGrowing("--words", words);
    requireAtLeast(1, "--repeats", repeats);
    if (Collections.max(labels) > documents.get(0)) {
      throw wrongUse("--labels: more labels than the first number of documents");
    }
    List<Row> rows =
        new GrowthBenchmark(OwnProgram.command(), overrides, repeats, this::log)
            .run(documents, labels, words);
    options.print(out(), rows, table(rows));
    Map<String, Row> last = new LinkedHashMap<>();
    rows.forEach(row -> last.put(row.by(), row));
    List<Row> bent = last.values().stream().filter(row -> row.bend() > limit).toList();
    bent.forEach(
        row ->
            log(
                String.format(
                    Locale.ROOT,
                    "by %s the last slope is %.2f times the one of all before, more than %.2f",
                    row.by(),
                    row.bend(),
                    limit)));
    return bent.isEmpty() ? 0 : 1;
  }

  private void requireGrowing(String option, List<Integer> numbers) {
    numbers.forEach(it -> requireAtLeast(1, option, it));
    for (int i = 1; i < numbers.size(); i++) {
      if (numbers.get(i) <= numbers.get(i - 1)) {
        throw wrongUse(option + ": give growing numbers, not " + numbers);
      }
    }
  }

  private static TextTable table(List<Row> rows) {
    TextTable table =
        new TextTable(
            TextTable.left("by"),
            TextTable.right("documents"),
            TextTable.right("labels"),
            TextTable.right("words"),
            TextTable.right("s"),
            TextTable.right("RSS MB"),
            TextTable.right("ms for one more"),
            TextTable.right("bend"));
    for (Row row : rows) {
      table.row(
          row.by(),
          String.format(Locale.ROOT, "%,d", row.size().documents()),
          row.size().labels(),
          row.size().words(),
          String.format(Locale.ROOT, "%.1f", row.seconds()),
          String.format(Locale.ROOT, "%.0f", row.peakRssBytes() / 1e6),
          known(row.secondsForOneMore(), 1000 * row.secondsForOneMore()),
          known(row.bend(), row.bend()));
    }
    return table;
  }

  private static String known(double asked, double shown) {
    return asked == 0 ? "-" : String.format(Locale.ROOT, "%.2f", shown);
  }
}
