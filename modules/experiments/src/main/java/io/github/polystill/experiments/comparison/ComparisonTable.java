package io.github.polystill.experiments.comparison;

import io.github.polystill.evaluation.Metric;
import io.github.polystill.report.table.Figures;
import io.github.polystill.report.table.ResultTable;
import io.github.polystill.report.table.StatisticsTable;
import io.github.polystill.report.table.TextTable;
import java.util.ArrayList;
import java.util.List;

/** The figures of compared runs as a table. */
public final class ComparisonTable {
  private ComparisonTable() {}

  /** One row per architecture, training type and run, and one for each gain over the first run. */
  public static StatisticsTable of(RunComparison comparison) {
    String unit = comparison.ownSplit() ? ResultTable.SEEDS : ResultTable.FOLDS;
    List<TextTable.Column> columns = new ArrayList<>();
    columns.add(TextTable.left("architecture"));
    columns.add(TextTable.left("training"));
    columns.add(TextTable.left("run"));
    for (Metric metric : Metric.values()) {
      columns.add(TextTable.right(metric.title()));
    }
    columns.add(TextTable.right(unit));
    List<List<String>> rows = new ArrayList<>();
    String before = "";
    for (RunComparison.Figures figures : comparison.figures()) {
      String training = figures.training().key();
      String block = figures.architecture() + " " + training;
      boolean isFirst = !block.equals(before);
      if (isFirst && !rows.isEmpty()) {
        rows.add(List.of());
      }
      List<String> cells = new ArrayList<>();
      cells.add(isFirst ? figures.architecture() : "");
      cells.add(isFirst ? training : "");
      cells.add(figures.run());
      for (Metric metric : Metric.values()) {
        cells.add(figures.metrics().get(metric.key()).toString());
      }
      cells.add(Integer.toString(figures.folds().size()));
      rows.add(cells);
      if (!figures.gain().isEmpty()) {
        rows.add(gain(figures));
      }
      before = block;
    }
    List<String> notes = new ArrayList<>();
    notes.add(
        "Percent, mean ± sample standard deviation (n - 1) over the "
            + unit
            + " that all runs with the"
            + " architecture and training type have; gains in points over "
            + comparison.runs().get(0)
            + ".");
    notes.addAll(comparison.notes());
    return new StatisticsTable(
        comparison.ownSplit() ? "Runs on the corpus' own split" : "Runs on the same folds",
        columns,
        rows,
        notes);
  }

  private static List<String> gain(RunComparison.Figures figures) {
    List<String> cells = new ArrayList<>(List.of("", "", "gain"));
    for (Metric metric : Metric.values()) {
      cells.add(Figures.points(figures.gain().get(metric.key())));
    }
    cells.add("");
    return cells;
  }
}
