package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.evaluation.significance.Significance;
import io.github.polystill.labs.MachineReport;
import io.github.polystill.labs.evaluation.EvaluationBenchmark;
import io.github.polystill.labs.evaluation.EvaluationBenchmark.Row;
import io.github.polystill.report.table.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill bench evaluation}. */
@Command(
    name = "evaluation",
    description = {
      "Time metrics, thresholds and tests of significance of two models on synthetic predictions.",
      "Medians; the randomisation test makes 10,000 shuffles. Fails where all of it takes longer"
          + " than the limit."
    },
    footer = {
      "",
      "Examples:",
      "  polystill bench evaluation",
      "  polystill bench evaluation --documents 10000 --labels 20 --json"
    })
final class BenchEvaluationCommand extends AbstractCommand {
  @Option(
      names = "--documents",
      paramLabel = "N",
      description = "Test documents of all folds (default: ${DEFAULT-VALUE}).")
  int documents = 100_000;

  @Option(names = "--labels", paramLabel = "N", description = "Labels (default: ${DEFAULT-VALUE}).")
  int labels = 100;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Repeats that the medians are of (default: ${DEFAULT-VALUE}).")
  int repeats = 5;

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      description = "Time that all of it may take (default: ${DEFAULT-VALUE}).")
  double limit = 10;

  @Mixin BenchOptions options;

  @Override
  public Integer call() {
    if (documents < 50 || labels < 1 || repeats < 1) {
      throw wrongUse("--documents must be 50 or more, --labels and --repeats 1 or more");
    }
    List<Row> rows = new EvaluationBenchmark(documents, labels).run(repeats);
    if (options.json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("machine", MachineReport.create());
      result.put("documents", documents);
      result.put("labels", labels);
      result.put("shuffles", Significance.SHUFFLES);
      result.put("rows", rows);
      printJson(result);
    } else {
      TextTable table =
          new TextTable(
              TextTable.left("step"), TextTable.right("seconds"), TextTable.right("CPU seconds"));
      rows.forEach(row -> table.row(row.step(), shown(row.seconds()), shown(row.cpuSeconds())));
      out().print(table);
    }
    double all = rows.get(rows.size() - 1).seconds();
    if (all > limit) {
      err().println(shown(all) + " s is more than " + limit + " s");
      return 1;
    }
    return 0;
  }

  private static String shown(double seconds) {
    return String.format(Locale.ROOT, "%.2f", seconds);
  }
}
