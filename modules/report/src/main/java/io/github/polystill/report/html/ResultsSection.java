package io.github.polystill.report.html;

import io.github.polystill.evaluation.Metric;
import io.github.polystill.report.html.HtmlTable.Cell;
import io.github.polystill.report.table.Figures;
import io.github.polystill.report.table.ResultTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Table 1 and its notes. */
final class ResultsSection {
  private ResultsSection() {}

  static HtmlTable of(ResultTable table) {
    HtmlTable html = new HtmlTable(table.title() + ". " + caption(table));
    html.text("architecture").text("training");
    Stream.of(Metric.values()).forEach(metric -> html.number(metric.title()));
    html.number(table.unit());
    for (ResultTable.Block block : table.architectures()) {
      block.trainings().forEach(training -> html.row(row(block, training)));
      for (ResultTable.Gain gain : block.gains()) {
        html.foot(foot(block, gain.title(), gain.gains().stream().map(Figures::points)));
      }
      if (!block.pValues().isEmpty()) {
        Stream<String> shown = block.pValues().stream().map(it -> Figures.pValue(it.p()));
        html.foot(foot(block, ResultTable.P_TITLE, shown));
      }
    }
    return html.notes(table.notes()).notes(List.of(ResultTable.BOLD_NOTE));
  }

  private static String caption(ResultTable table) {
    boolean once =
        table.architectures().stream()
            .flatMap(block -> block.trainings().stream())
            .allMatch(training -> training.folds() == 1);
    return once
        ? "Percent on one test part"
        : "Mean ± standard deviation over " + table.unit() + ", percent";
  }

  private static List<Cell> row(ResultTable.Block block, ResultTable.Row row) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.text(block.architecture()));
    cells.add(new Cell(row.training().title(), "", row.training().key(), false, ""));
    for (ResultTable.Cell cell : row.metrics()) {
      cells.add(Cell.number(cell.mean(), cell.toString()).withBold(cell.best()));
    }
    cells.add(Cell.number(row.folds(), Integer.toString(row.folds())));
    return cells;
  }

  private static List<Cell> foot(ResultTable.Block block, String title, Stream<String> figures) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.text(block.architecture()));
    cells.add(Cell.text(title));
    figures.map(Cell::text).forEach(cells::add);
    cells.add(Cell.text(""));
    return cells;
  }
}
