package io.github.polystill.report.html;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.report.html.HtmlTable.Cell;
import io.github.polystill.report.table.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Figures per label, a table per architecture; a label's row opens its figures fold by fold, which
 * {@link LabelDetails} holds.
 */
final class LabelsSection {
  private final Report report;

  LabelsSection(Report report) {
    this.report = report;
  }

  String html() {
    StringBuilder html = new StringBuilder();
    for (String architecture : report.architectures()) {
      html.append(table(architecture));
    }
    return html.toString();
  }

  private HtmlTable table(String architecture) {
    List<FoldEvaluation> folds =
        report.data().evaluations().stream()
            .filter(evaluation -> evaluation.architecture().equals(architecture))
            .sorted(Comparator.comparing(FoldEvaluation::key, ModelKey.BY_FOLD))
            .toList();
    List<TrainingRow> rows =
        folds.stream().map(FoldEvaluation::training).distinct().sorted().toList();
    boolean gain = rows.contains(TrainingRow.DISTILLED) && rows.contains(TrainingRow.STANDALONE);
    HtmlTable table = new HtmlTable(architecture + ": figures per label").scrolling();
    table.text("label");
    table.number("support");
    for (TrainingRow row : rows) {
      table.number("P", row.key()).number("R", row.key()).number("F1", row.key());
    }
    if (gain) {
      table.number("gain");
    }
    if (!report.linear().isEmpty()) {
      table.number("F1 of linear");
    }
    boolean weights = folds.stream().anyMatch(fold -> !fold.classWeights().isEmpty());
    if (weights) {
      table.text("class weight");
    }
    for (String label : report.data().labels()) {
      LabelSummary summary = new LabelSummary(label, folds);
      List<Cell> cells = cells(summary, rows, gain);
      if (!report.linear().isEmpty()) {
        LabelSummary linear = new LabelSummary(label, report.linear());
        cells.add(percent(linear, TrainingRow.BASELINE, LabelEvaluation::f1));
      }
      if (weights) {
        cells.add(Cell.text(summary.classWeights()));
      }
      table.expandableRow(LabelDetails.key(report, architecture, label), cells);
    }
    return table;
  }

  private static List<Cell> cells(LabelSummary label, List<TrainingRow> rows, boolean gain) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.text(label.label()));
    cells.add(Cell.number(label.support(), Integer.toString(label.support())));
    String best = best(label, rows);
    for (TrainingRow row : rows) {
      cells.add(percent(label, row, LabelEvaluation::precision));
      cells.add(percent(label, row, LabelEvaluation::recall));
      Cell f1 = percent(label, row, LabelEvaluation::f1);
      cells.add(f1.bold(rows.size() > 1 && f1.html().equals(best)));
    }
    if (gain) {
      double points =
          100
              * (label.mean(TrainingRow.DISTILLED, LabelEvaluation::f1)
                  - label.mean(TrainingRow.STANDALONE, LabelEvaluation::f1));
      cells.add(Cell.number(points, String.format(Locale.ROOT, "%+.2f", points)));
    }
    return cells;
  }

  /** The best F1 as it is shown: two rows that read the same are both best. */
  private static String best(LabelSummary label, List<TrainingRow> rows) {
    double highest =
        rows.stream()
            .mapToDouble(row -> label.mean(row, LabelEvaluation::f1))
            .max()
            .orElse(Double.NaN);
    return Figures.percent(highest);
  }

  private static Cell percent(
      LabelSummary label, TrainingRow row, ToDoubleFunction<LabelEvaluation> figure) {
    double mean = label.mean(row, figure);
    return Cell.number(mean, Double.isNaN(mean) ? "–" : Figures.percent(mean));
  }
}
