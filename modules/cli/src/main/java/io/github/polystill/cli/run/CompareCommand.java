package io.github.polystill.cli.run;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.OutputFileOptions;
import io.github.polystill.experiments.comparison.ComparisonTable;
import io.github.polystill.experiments.comparison.RunComparison;
import io.github.polystill.report.figures.RunFigures;
import io.github.polystill.report.figures.ShareCurvesFigure;
import io.github.polystill.report.html.ComparisonPage;
import io.github.polystill.report.html.ReportWriter;
import io.github.polystill.report.table.ResultTable;
import io.github.polystill.report.table.SignificanceTable;
import io.github.polystill.report.table.StatisticsTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill compare}. */
@Command(
    name = "compare",
    description = {
      "Compare runs on the same folds: figures, gains over the first run and paired tests.",
      "All with the fixed threshold and with tuned ones.",
      "Refuses runs whose corpora, labels or folds differ, and says how. Reads run directories only."
    },
    footer = {
      "",
      "Examples:",
      "  polystill compare runs/small-vocabulary runs/large-vocabulary",
      "  polystill compare runs/baseline runs/a runs/b --json",
      "  polystill compare runs/all runs/half runs/quarter --html shares.html"
    })
public final class CompareCommand extends AbstractCommand {
  @Parameters(
      paramLabel = "RUN",
      arity = "2..*",
      description = "Run directories; the first is what the others are compared to.")
  List<Path> runs;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = {
        "Write a page, too; of runs that differ in corpus.labelledShare with macro-F1 by share.",
        "Replaces the file."
      })
  Path html;

  @Override
  protected Optional<Path> destination() {
    return Optional.ofNullable(html);
  }

  @Override
  public Integer call() throws IOException {
    if (html != null) {
      OutputFileOptions.requireFree(html, true);
    }
    RunComparison comparison = RunComparison.of(runs);
    List<StatisticsTable> tables = new ArrayList<>(ComparisonTable.of(comparison));
    if (!comparison.significance().isEmpty()) {
      tables.add(
          SignificanceTable.of(
              comparison.significance(),
              comparison.ownSplit() ? ResultTable.SEEDS : ResultTable.FOLDS));
    }
    if (json) {
      printJson(comparison);
    } else {
      out()
          .print(
              tables.stream().map(StatisticsTable::toTerminal).collect(Collectors.joining("\n")));
    }
    if (html != null) {
      ReportWriter.write(
          html,
          new ComparisonPage(
              ShareCurvesFigure.of(comparison.shares(), RunFigures.WIDE),
              ShareCurvesFigure.of(comparison.shares(), RunFigures.NARROW),
              tables));
    }
    return 0;
  }
}
