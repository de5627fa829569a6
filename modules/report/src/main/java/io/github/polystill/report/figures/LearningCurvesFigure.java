package io.github.polystill.report.figures;

import io.github.polystill.evaluation.TrainingRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Learning curves of one architecture: a row per training type, loss and validation figure beside
 * each other. Students have a line per fold, experts, which are too many, the middle of them.
 */
final class LearningCurvesFigure {
  private static final Quantile QUANTILES =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF6);
  private static final double PANEL_HEIGHT = 200;
  private static final double TITLE = 22;
  private static final Pen TRAINING_LOSS = Pen.of(Ink.TEACHER, 1.6, 5, 3);
  private static final Pen VALIDATION = Pen.of(Ink.STANDALONE, 1.6);

  private final FigureData data;
  private final List<LearningCurve> curves;
  private final double panelWidth;

  /** Whether the two panels of a row are below each other. */
  private final boolean stacked;

  private LearningCurvesFigure(FigureData data, List<LearningCurve> curves, double width) {
    this.data = data;
    this.curves = curves;
    this.panelWidth = Panels.half(width);
    this.stacked = panelWidth == width;
  }

  /** Empty where there are no curves. */
  static Optional<Figure> of(FigureData data, String architecture, double width) {
    List<LearningCurve> curves =
        data.curves().stream().filter(it -> it.architecture().equals(architecture)).toList();
    if (curves.isEmpty()) {
      return Optional.empty();
    }
    LearningCurvesFigure figure = new LearningCurvesFigure(data, curves, width);
    List<TrainingRow> rows =
        curves.stream().map(LearningCurve::training).distinct().sorted().toList();
    return Optional.of(
        new Figure(
            RunFigures.LEARNING_CURVES + "-" + architecture,
            "Learning curves, " + architecture,
            "By epoch. Training loss dashed, validation loss solid, and the figure that early"
                + " stopping looks at. Students: a line per fold, a point at the epoch whose weights"
                + " were kept. Teacher: median and middle half of the chosen experts that still"
                + " trained.",
            width,
            Legend.HEIGHT + rows.size() * figure.rowHeight(),
            canvas -> figure.draw(canvas, rows)));
  }

  private double rowHeight() {
    return TITLE + (stacked ? 2 : 1) * PANEL_HEIGHT;
  }

  private void draw(Canvas canvas, List<TrainingRow> rows) {
    double next = Legend.line(canvas, 0, 0, TRAINING_LOSS, "training");
    Legend.line(canvas, next, 0, VALIDATION, "validation");
    double y = Legend.HEIGHT;
    for (TrainingRow row : rows) {
      List<LearningCurve> own = curves.stream().filter(it -> it.training() == row).toList();
      String title =
          String.format(
              Locale.ROOT,
              row == TrainingRow.TEACHER ? "%s, %d chosen experts" : "%s, %d trained",
              row.key(),
              own.size());
      canvas.text(title, 0, y + 13, TextStyle.PANEL, Anchor.START);
      double top = y + TITLE;
      loss(row, own).draw(canvas, 0, top, panelWidth, PANEL_HEIGHT);
      if (stacked) {
        figure(row, own).draw(canvas, 0, top + PANEL_HEIGHT, panelWidth, PANEL_HEIGHT);
      } else {
        figure(row, own).draw(canvas, panelWidth + Panels.GAP, top, panelWidth, PANEL_HEIGHT);
      }
      y += rowHeight();
    }
  }

  private static LineChart loss(TrainingRow row, List<LearningCurve> own) {
    List<LineChart.Line> lines = new ArrayList<>();
    List<LineChart.Band> bands = new ArrayList<>();
    add(row, own, LearningCurve::trainingLoss, TRAINING_LOSS, lines, bands);
    add(row, own, LearningCurve::validationLoss, VALIDATION, lines, bands);
    return new LineChart("loss", lines, bands);
  }

  private LineChart figure(TrainingRow row, List<LearningCurve> own) {
    List<LineChart.Line> lines = new ArrayList<>();
    List<LineChart.Band> bands = new ArrayList<>();
    add(row, own, LearningCurve::validationFigure, VALIDATION, lines, bands);
    boolean teacher = row == TrainingRow.TEACHER;
    return new LineChart(
        (teacher ? data.teacherFigure() : data.studentFigure()) + ", validation", lines, bands);
  }

  private static void add(
      TrainingRow row,
      List<LearningCurve> own,
      Function<LearningCurve, double[]> values,
      Pen pen,
      List<LineChart.Line> lines,
      List<LineChart.Band> bands) {
    if (row != TrainingRow.TEACHER) {
      for (LearningCurve curve : own) {
        boolean training = pen.equals(TRAINING_LOSS);
        lines.add(new LineChart.Line(pen, values.apply(curve), training ? -1 : curve.bestEpoch()));
      }
      return;
    }
    List<double[]> all = own.stream().map(values).toList();
    bands.add(new LineChart.Band(pen.ink(), percentile(all, 25), percentile(all, 75)));
    lines.add(new LineChart.Line(pen, percentile(all, 50), -1));
  }

  /** By epoch, over the curves that have the epoch and a finite value there. */
  private static double[] percentile(List<double[]> curves, double percent) {
    int epochs = curves.stream().mapToInt(curve -> curve.length).max().orElse(0);
    double[] result = new double[epochs];
    for (int epoch = 0; epoch < epochs; epoch++) {
      int at = epoch;
      double[] values =
          curves.stream()
              .filter(curve -> curve.length > at)
              .mapToDouble(curve -> curve[at])
              .filter(Double::isFinite)
              .toArray();
      result[epoch] = values.length == 0 ? Double.NaN : QUANTILES.evaluate(values, percent / 100);
    }
    return result;
  }
}
