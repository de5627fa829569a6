package io.github.polystill.experiments.comparison;

import io.github.polystill.evaluation.Metric;
import io.github.polystill.report.table.Figures;
import io.github.polystill.report.table.ResultTable;
import io.github.polystill.report.table.StatisticsTable;
import io.github.polystill.report.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The figures of compared runs as a table. */
public final class ComparisonTable {
  private ComparisonTable() {}

  /**
   * Figures with the fixed threshold, then with tuned ones: one row per architecture, training type
   * and run, and one for each gain over the first run.
   */
  public static List<StatisticsTable> of(RunComparison comparison) {
    return List.of(of(comparison, false), of(comparison, true));
  }

  private static StatisticsTable of(RunComparison comparison, boolean tuned) {
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
        cells.add((tuned ? figures.tuned() : figures.metrics()).get(metric.key()).toString());
      }
      cells.add(Integer.toString(figures.folds().size()));
      rows.add(cells);
      if (!figures.gain().isEmpty()) {
        rows.add(gain(tuned ? figures.tunedGain() : figures.gain()));
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
    String title =
        comparison.ownSplit() ? "Runs on the corpus' own split" : "Runs on the same folds";
    return tuned
        ? new StatisticsTable(
            title + ", thresholds tuned on validation data", columns, rows, List.of())
        : new StatisticsTable(title, columns, rows, notes);
  }

  private static List<String> gain(Map<String, Double> gains) {
    List<String> cells = new ArrayList<>(List.of("", "", "gain"));
    for (Metric metric : Metric.values()) {
      cells.add(Figures.points(gains.get(metric.key())));
    }
    cells.add("");
    return cells;
  }
}
