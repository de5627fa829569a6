package io.github.polystill.report.figures;

import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.apiguardian.api.API;

/** What labels are worth: macro-F1 against the share of training documents that have theirs. */
@API(status = API.Status.INTERNAL, since = "0.1.0")
public final class ShareCurvesFigure {
  private static final double HEIGHT = 260;
  private static final double LEFT = 42;
  private static final double RIGHT = 14;
  private static final double TOP = 12;
  private static final double BOTTOM = 40;

  private final List<Point> points;
  private final double low;
  private final double high;

  /**
   * A model of a run.
   *
   * @param share of training documents with labels
   * @param fixed macro-F1 with the fixed threshold, as a fraction
   * @param tuned macro-F1 with thresholds tuned per label
   */
  public record Point(
      String architecture, TrainingRow training, double share, double fixed, double tuned) {}

  private ShareCurvesFigure(List<Point> points) {
    this.points = points.stream().sorted(Comparator.comparingDouble(Point::share)).toList();
    double[] figures =
        points.stream()
            .flatMapToDouble(it -> DoubleStream.of(it.fixed(), it.tuned()))
            .sorted()
            .toArray();
    this.low = Math.max(0, figures[0] - 0.02);
    this.high = Math.min(1, figures[figures.length - 1] + 0.02);
  }

  /** Empty where all have the same share. */
  public static Optional<Figure> of(List<Point> points, double width) {
    return points.stream().mapToDouble(Point::share).distinct().count() < 2
        ? Optional.empty()
        : Optional.of(new ShareCurvesFigure(points).figure(width));
  }

  private Figure figure(double width) {
    List<String> architectures =
        points.stream()
            .filter(it -> it.training() != TrainingRow.BASELINE)
            .map(Point::architecture)
            .distinct()
            .toList();
    List<String> titles = new ArrayList<>();
    for (String architecture : architectures) {
      titles.add(architecture + ", fixed threshold");
      titles.add(architecture + ", tuned thresholds");
    }
    Panels panels = new Panels(titles, width, Panels.LEAST);
    List<TrainingRow> rows = points.stream().map(Point::training).distinct().sorted().toList();
    return new Figure(
        "labelled-shares",
        "Macro-F1 by labelled share",
        "Percent on the test parts against the share of training documents that keep their labels;"
            + " a distilled student learns the texts of the others too. Baseline: the linear one.",
        panels.width(),
        Legend.HEIGHT + panels.height(HEIGHT),
        canvas -> {
          Legend.lines(canvas, 0, 0, rows);
          panels.draw(
              canvas,
              Legend.HEIGHT,
              HEIGHT,
              (on, index, x, y, across) ->
                  panel(
                      on,
                      architectures.get(index / 2),
                      index % 2 == 0 ? Point::fixed : Point::tuned,
                      new Scale(0, 1, x + LEFT, x + across - RIGHT),
                      new Scale(low, high, y + HEIGHT - BOTTOM, y + TOP)));
        });
  }

  private void panel(
      Canvas canvas, String architecture, ToDoubleFunction<Point> macroF1, Scale across, Scale up) {
    double step = Scale.step(high - low, 6);
    for (double tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
      canvas.line(across.from(), up.at(tick), across.to(), up.at(tick), BarChart.GRID);
      String percent = Scale.label(100 * tick, 100 * step);
      canvas.text(percent, across.from() - 5, up.at(tick) + 4, TextStyle.TICK, Anchor.END);
    }
    for (double share : points.stream().mapToDouble(Point::share).distinct().toArray()) {
      canvas.line(across.at(share), up.from(), across.at(share), up.to(), BarChart.GRID);
      String label = Scale.plain(share);
      canvas.text(label, across.at(share), up.from() + 15, TextStyle.TICK, Anchor.MIDDLE);
    }
    canvas.text("labelled share", across.to(), up.from() + 32, TextStyle.TICK, Anchor.END);
    for (TrainingRow row : TrainingRow.values()) {
      String name = new ModelKey.Kind(architecture, row).architecture();
      List<Point> own =
          points.stream()
              .filter(it -> it.training() == row)
              .filter(it -> row == TrainingRow.BASELINE || it.architecture().equals(name))
              .toList();
      curve(canvas, own, macroF1, across, up);
    }
  }

  private static void curve(
      Canvas canvas, List<Point> own, ToDoubleFunction<Point> macroF1, Scale across, Scale up) {
    Path2D.Double path = new Path2D.Double();
    for (Point point : own) {
      SeriesStyle style = SeriesStyle.of(point.training());
      double x = across.at(point.share());
      double y = up.at(macroF1.applyAsDouble(point));
      if (path.getCurrentPoint() == null) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
      String tip =
          String.format(
              Locale.ROOT,
              "%s %s: %.2f",
              point.architecture(),
              point.training().key(),
              100 * macroF1.applyAsDouble(point));
      canvas.fill(style.marker().at(x, y, 4), Fill.of(style.ink()), tip);
    }
    if (own.size() > 1) {
      canvas.stroke(path, SeriesStyle.of(own.get(0).training()).pen());
    }
  }
}
