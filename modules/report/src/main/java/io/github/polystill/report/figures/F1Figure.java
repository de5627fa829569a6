package io.github.polystill.report.figures;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.TrainingRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** F1 per label and training type, one panel per architecture. */
final class F1Figure {
  private F1Figure() {}

  static Figure of(FigureData data, double width) {
    List<TrainingRow> rows =
        data.evaluations().stream().map(FoldEvaluation::training).distinct().sorted().toList();
    Panels panels = new Panels(data.architectures(), width, Panels.LEAST);
    List<BarChart> charts = new ArrayList<>();
    for (String architecture : data.architectures()) {
      List<BarChart.Series> series = new ArrayList<>();
      for (TrainingRow row : rows) {
        series.add(BarChart.Series.of(row, means(data, architecture, row)));
      }
      charts.add(
          new BarChart(
              data.labels(),
              series,
              100,
              value -> String.format(Locale.ROOT, "%.1f", value),
              panels.panelWidth()));
    }
    double height = charts.get(0).height();
    return new Figure(
        RunFigures.F1_PER_LABEL,
        "F1 per label",
        "Percent, means over folds, one panel per architecture, most frequent label first; bars in"
            + " this order: "
            + String.join(", ", rows.stream().map(TrainingRow::key).toList())
            + ".",
        panels.width(),
        Legend.HEIGHT + panels.height(height),
        canvas -> {
          Legend.areas(canvas, 0, 0, rows);
          panels.draw(
              canvas,
              Legend.HEIGHT,
              height,
              (on, index, x, y, across) -> charts.get(index).draw(on, x, y));
        });
  }

  /** In percent by label, NaN where the training type was not run. */
  private static double[] means(FigureData data, String architecture, TrainingRow row) {
    double[] sums = new double[data.labels().size()];
    int[] counts = new int[sums.length];
    for (FoldEvaluation evaluation : data.evaluations()) {
      if (evaluation.architecture().equals(architecture) && evaluation.training() == row) {
        for (LabelEvaluation label : evaluation.evaluation().perLabel()) {
          int index = data.labels().indexOf(label.label());
          sums[index] += label.f1();
          counts[index]++;
        }
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = counts[i] == 0 ? Double.NaN : 100 * sums[i] / counts[i];
    }
    return sums;
  }
}
