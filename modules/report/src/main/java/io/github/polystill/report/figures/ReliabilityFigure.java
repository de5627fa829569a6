package io.github.polystill.report.figures;

import io.github.polystill.evaluation.TrainingRow;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reliability diagrams (DeGroot and Fienberg 1983): observed share against predicted probability.
 */
final class ReliabilityFigure {
  private static final double LEAST = 340;
  private static final double MOST = 480;
  private static final double LEFT = 46;
  private static final double BOTTOM = 40;
  private static final double TOP = 12;

  /** Half of the last number under the axis. */
  private static final double RIGHT = 12;

  private ReliabilityFigure() {}

  /** Empty where no probabilities were looked at. */
  static Optional<Figure> of(FigureData data, double width) {
    List<ReliabilityCurve> curves = data.reliability();
    if (curves.isEmpty()) {
      return Optional.empty();
    }
    List<TrainingRow> rows =
        curves.stream().map(ReliabilityCurve::training).distinct().sorted().toList();
    List<String> architectures =
        curves.stream().map(ReliabilityCurve::architecture).distinct().toList();
    Panels panels = Panels.atMost(architectures, width, LEAST, MOST);
    double inner = panels.panelWidth() - LEFT - RIGHT;
    double height = TOP + inner + BOTTOM;
    return Optional.of(
        new Figure(
            RunFigures.RELIABILITY,
            "Reliability diagrams",
            "Share of true labels against the mean predicted probability of every bin. On the diagonal"
                + " probabilities are as often right as they say; under it they are too high. Points"
                + " are larger where a bin has more decisions.",
            panels.width(),
            Legend.HEIGHT + panels.height(height),
            canvas -> {
              Legend.lines(canvas, 0, 0, rows);
              panels.draw(
                  canvas,
                  Legend.HEIGHT,
                  height,
                  (on, index, x, y, across) ->
                      panel(
                          on,
                          curves.stream()
                              .filter(it -> it.architecture().equals(architectures.get(index)))
                              .toList(),
                          x,
                          y,
                          inner));
            }));
  }

  private static void panel(
      Canvas canvas, List<ReliabilityCurve> curves, double x, double y, double inner) {
    Scale across = new Scale(0, 1, x + LEFT, x + LEFT + inner);
    Scale up = new Scale(0, 1, y + TOP + inner, y + TOP);
    for (int tick = 0; tick <= 5; tick++) {
      double value = tick / 5.0;
      canvas.line(across.at(value), up.from(), across.at(value), up.to(), BarChart.GRID);
      canvas.line(across.from(), up.at(value), across.to(), up.at(value), BarChart.GRID);
      String label = Scale.label(value, 0.2);
      canvas.text(label, across.at(value), up.from() + 15, TextStyle.TICK, Anchor.MIDDLE);
      canvas.text(label, across.from() - 8, up.at(value) + 4, TextStyle.TICK, Anchor.END);
    }
    canvas.text("observed share", x, y + 4, TextStyle.TICK, Anchor.START);
    canvas.text("predicted probability", across.to(), up.from() + 32, TextStyle.TICK, Anchor.END);
    canvas.line(across.from(), up.from(), across.to(), up.to(), Pen.of(Ink.QUIET, 1, 3, 3));
    curves.forEach(curve -> curve(canvas, across, up, curve));
  }

  private static void curve(Canvas canvas, Scale across, Scale up, ReliabilityCurve curve) {
    SeriesStyle style = SeriesStyle.of(curve.training());
    Path2D.Double path = new Path2D.Double();
    long all = 0;
    for (int i = 0; i < curve.predicted().length; i++) {
      double x = across.at(curve.predicted()[i]);
      double y = up.at(curve.observed()[i]);
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
      all += curve.counts()[i];
    }
    canvas.stroke(path, style.pen());
    for (int i = 0; i < curve.predicted().length; i++) {
      String tip =
          String.format(
              Locale.ROOT,
              "%s: predicted %.3f, observed %.3f, %,d decisions",
              curve.training().key(),
              curve.predicted()[i],
              curve.observed()[i],
              curve.counts()[i]);
      double radius = 2.5 + 4 * Math.sqrt((double) curve.counts()[i] / all);
      canvas.fill(
          style.marker().at(across.at(curve.predicted()[i]), up.at(curve.observed()[i]), radius),
          Fill.of(style.ink()),
          tip);
    }
  }
}
