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
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Figures per label, a table per architecture; a label's row opens its figures fold by fold, which
 * {@link LabelDetails} holds.
 */
final class LabelsSection {
  static final String GAIN = "gain";

  private final Report report;

  LabelsSection(Report report) {
    this.report = report;
  }

  List<HtmlTable> tables() {
    return report.architectures().stream().map(this::table).toList();
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
    boolean weights = folds.stream().anyMatch(fold -> !fold.classWeights().isEmpty());
    HtmlTable table = new HtmlTable(architecture + ": figures per label").scrolling();
    table.text("label").number("support");
    for (TrainingRow row : rows) {
      table.number("P", row.key()).number("R", row.key()).number("F1", row.key());
    }
    if (gain) {
      table.number(GAIN);
    }
    if (!report.linear().isEmpty()) {
      table.number("F1 of linear");
    }
    if (weights) {
      table.text("class weight");
    }
    for (String label : report.data().labels()) {
      LabelFigures figures = new LabelFigures(label, folds);
      List<Cell> cells = figures.cells(rows);
      if (gain) {
        cells.add(figures.gain());
      }
      if (!report.linear().isEmpty()) {
        LabelFigures linear = new LabelFigures(label, report.linear());
        cells.add(linear.percent(TrainingRow.BASELINE, LabelEvaluation::f1));
      }
      if (weights) {
        cells.add(Cell.text(figures.classWeights()));
      }
      table.expandableRow(LabelDetails.key(report, architecture, label), cells);
    }
    return table;
  }

  /** Figures of one label and architecture over the folds. */
  private record LabelFigures(String label, List<FoldEvaluation> folds) {
    List<Cell> cells(List<TrainingRow> rows) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(label));
      cells.add(Cell.number(support(), Integer.toString(support())));
      double highest = rows.stream().mapToDouble(this::f1).max().orElse(Double.NaN);
      for (TrainingRow row : rows) {
        cells.add(percent(row, LabelEvaluation::precision));
        cells.add(percent(row, LabelEvaluation::recall));
        // The best as it is shown: two rows that read the same are both best.
        Cell f1 = percent(row, LabelEvaluation::f1);
        cells.add(f1.withBold(rows.size() > 1 && f1.text().equals(Figures.percent(highest))));
      }
      return cells;
    }

    /** Test documents that carry the label, over the folds of the training type most run. */
    private int support() {
      return Stream.of(TrainingRow.values())
          .mapToInt(row -> evaluations(row).mapToInt(LabelEvaluation::support).sum())
          .max()
          .orElse(0);
    }

    Cell percent(TrainingRow row, ToDoubleFunction<LabelEvaluation> figure) {
      double mean = evaluations(row).mapToDouble(figure).average().orElse(Double.NaN);
      return Cell.number(mean, Double.isNaN(mean) ? "–" : Figures.percent(mean));
    }

    Cell gain() {
      double points = 100 * (f1(TrainingRow.DISTILLED) - f1(TrainingRow.STANDALONE));
      return Cell.number(points, String.format(Locale.ROOT, "%+.2f", points));
    }

    private double f1(TrainingRow row) {
      return evaluations(row).mapToDouble(LabelEvaluation::f1).average().orElse(Double.NaN);
    }

    /** The weights that the teacher chose, fold by fold, or one if they agree. */
    String classWeights() {
      List<String> weights =
          folds.stream()
              .flatMap(fold -> Optional.ofNullable(fold.classWeights().get(label)).stream())
              .map(Figures::shortest)
              .toList();
      return weights.stream().distinct().count() == 1 ? weights.get(0) : String.join(", ", weights);
    }

    private Stream<LabelEvaluation> evaluations(TrainingRow row) {
      return folds.stream()
          .filter(fold -> fold.training() == row)
          .flatMap(fold -> fold.evaluation().perLabel().stream())
          .filter(evaluation -> evaluation.label().equals(label));
    }
  }
}
