package io.github.polystill.report.html;

import io.github.polystill.evaluation.Metric;
import io.github.polystill.report.Markup;
import io.github.polystill.report.html.HtmlTable.Cell;
import io.github.polystill.report.table.ArchitectureResult;
import io.github.polystill.report.table.Figures;
import io.github.polystill.report.table.GainResult;
import io.github.polystill.report.table.MetricResult;
import io.github.polystill.report.table.PValue;
import io.github.polystill.report.table.ResultTable;
import io.github.polystill.report.table.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Table 1 and its notes. */
final class ResultsSection {
  private ResultsSection() {}

  static String html(ResultTable table) {
    HtmlTable html = new HtmlTable("Table 1. " + caption(table));
    html.text("architecture").text("training");
    for (Metric metric : Metric.values()) {
      html.number(metric.title());
    }
    html.number(table.unit());
    for (ArchitectureResult architecture : table.architectures()) {
      architecture.trainings().forEach(training -> html.row(row(architecture, training)));
      architecture.gains().forEach(gain -> html.foot(gains(architecture, gain)));
      if (!architecture.pValues().isEmpty()) {
        html.foot(pValues(architecture));
      }
    }
    List<String> notes = new ArrayList<>(table.notes());
    notes.add("Bold: best training type of the architecture.");
    return html + StatisticsSection.notes(notes);
  }

  private static String caption(ResultTable table) {
    boolean once =
        table.architectures().stream()
            .flatMap(architecture -> architecture.trainings().stream())
            .allMatch(training -> training.folds() == 1);
    return once
        ? "Percent on one test part"
        : "Mean ± standard deviation over " + table.unit() + ", percent";
  }

  private static List<Cell> gains(ArchitectureResult architecture, GainResult gain) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.text(architecture.architecture()));
    cells.add(Cell.text(gain.title()));
    gain.gains().forEach(points -> cells.add(Cell.text(Figures.points(points))));
    cells.add(Cell.text(""));
    return cells;
  }

  private static List<Cell> row(ArchitectureResult architecture, TrainingResult training) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.text(architecture.architecture()));
    cells.add(
        Cell.html(
            String.format(
                Locale.ROOT,
                "<span class=\"key %s\">%s</span>",
                Markup.escape(training.training().key()),
                Markup.escape(training.training().title()))));
    for (MetricResult result : training.metrics()) {
      cells.add(Cell.number(result.mean(), result.spread().toString()).bold(result.best()));
    }
    cells.add(Cell.number(training.folds(), Integer.toString(training.folds())));
    return cells;
  }

  private static List<Cell> pValues(ArchitectureResult architecture) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.text(architecture.architecture()));
    cells.add(Cell.text("p, distilled vs standalone"));
    for (PValue p : architecture.pValues()) {
      cells.add(Cell.text(Figures.pValue(p.p())));
    }
    cells.add(Cell.text(""));
    return cells;
  }
}
