package io.github.polystill.cli.run;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.experiments.comparison.ComparisonTable;
import io.github.polystill.experiments.comparison.RunComparison;
import io.github.polystill.report.table.ResultTable;
import io.github.polystill.report.table.SignificanceTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill compare}. */
@Command(
    name = "compare",
    description = {
      "Compare runs on the same folds: figures, gains over the first run and paired tests.",
      "Refuses runs whose corpora, labels or folds differ, and says how. Reads run directories only."
    },
    footer = {
      "",
      "Examples:",
      "  polystill compare runs/small-vocabulary runs/large-vocabulary",
      "  polystill compare runs/baseline runs/a runs/b --json"
    })
public final class CompareCommand extends AbstractCommand {
  @Parameters(
      paramLabel = "RUN",
      arity = "2..*",
      description = "Run directories; the first is what the others are compared to.")
  List<Path> runs;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    RunComparison comparison = RunComparison.of(runs);
    if (json) {
      printJson(comparison);
    } else {
      out().println(ComparisonTable.of(comparison).toTerminal());
      if (!comparison.significance().isEmpty()) {
        out()
            .print(
                SignificanceTable.of(
                        comparison.significance(),
                        comparison.ownSplit() ? ResultTable.SEEDS : ResultTable.FOLDS)
                    .toTerminal());
      }
    }
    return 0;
  }
}
