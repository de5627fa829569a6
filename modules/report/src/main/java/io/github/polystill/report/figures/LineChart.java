package io.github.polystill.report.figures;

import java.awt.geom.Path2D;
import java.util.List;

/** Lines over epochs in one panel. Values that are not finite leave a gap. */
final class LineChart {
  private static final double LEFT = 42;
  private static final double TOP = 22;
  private static final double BOTTOM = 22;
  private static final double RIGHT = 10;

  private final String title;
  private final List<Line> lines;
  private final List<Band> bands;
  private final int epochs;
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;

  /**
   * One line.
   *
   * @param values one per epoch
   * @param marked 0-based epoch that gets a point, -1 for none
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Line(Pen pen, double[] values, int marked) {}

  /** The area between two lines. */
  @SuppressWarnings("ArrayRecordComponent")
  record Band(Ink ink, double[] low, double[] high) {}

  LineChart(String title, List<Line> lines, List<Band> bands) {
    this.title = title;
    this.lines = lines;
    this.bands = bands;
    this.epochs = lines.stream().mapToInt(line -> line.values().length).max().orElse(1);
    lines.forEach(line -> stretch(line.values()));
    bands.forEach(band -> stretch(band.low()));
    bands.forEach(band -> stretch(band.high()));
    double margin = high > low ? (high - low) * 0.06 : 0.05;
    low = Double.isFinite(low) ? low - margin : 0;
    high = Double.isFinite(high) ? high + margin : 1;
  }

  private void stretch(double[] values) {
    for (double value : values) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }

  void draw(Canvas canvas, double x, double y, double width, double height) {
    Scale across = new Scale(0, Math.max(1, epochs - 1), x + LEFT, x + width - RIGHT);
    Scale up = new Scale(low, high, y + height - BOTTOM, y + TOP);
    canvas.text(title, x + LEFT, y + 13, TextStyle.TICK, Anchor.START);
    grid(canvas, across, up);
    bands.forEach(band -> band(canvas, across, up, band));
    lines.forEach(line -> line(canvas, across, up, line));
  }

  private void grid(Canvas canvas, Scale across, Scale up) {
    double step = Scale.step(high - low, 5);
    for (double tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
      canvas.line(across.from(), up.at(tick), across.to(), up.at(tick), BarChart.GRID);
      canvas.text(
          Scale.label(tick, step), across.from() - 5, up.at(tick) + 4, TextStyle.TICK, Anchor.END);
    }
    int every = (int) Math.max(1, Scale.step(Math.max(1, epochs - 1), 6));
    for (int epoch = 0; epoch < epochs; epoch += every) {
      canvas.text(
          Integer.toString(epoch + 1),
          across.at(epoch),
          up.from() + 15,
          TextStyle.TICK,
          Anchor.MIDDLE);
    }
  }

  private static void line(Canvas canvas, Scale across, Scale up, Line line) {
    Path2D.Double path = new Path2D.Double();
    boolean drawing = false;
    for (int epoch = 0; epoch < line.values().length; epoch++) {
      double value = line.values()[epoch];
      if (!Double.isFinite(value)) {
        drawing = false;
      } else if (drawing) {
        path.lineTo(across.at(epoch), up.at(value));
      } else {
        path.moveTo(across.at(epoch), up.at(value));
        drawing = true;
      }
    }
    if (path.getCurrentPoint() != null) {
      canvas.stroke(path, line.pen());
    }
    boolean alone = line.values().length == 1;
    int point = alone ? 0 : line.marked();
    if (point >= 0 && Double.isFinite(line.values()[point])) {
      double x = across.at(point);
      canvas.fill(
          Marker.CIRCLE.at(x, up.at(line.values()[point]), 3), Fill.of(line.pen().ink()), "");
    }
  }

  private static void band(Canvas canvas, Scale across, Scale up, Band band) {
    Path2D.Double path = new Path2D.Double();
    for (int epoch = 0; epoch < band.high().length; epoch++) {
      extend(path, across.at(epoch), up.at(band.high()[epoch]));
    }
    for (int epoch = band.low().length - 1; epoch >= 0; epoch--) {
      extend(path, across.at(epoch), up.at(band.low()[epoch]));
    }
    if (path.getCurrentPoint() != null) {
      path.closePath();
      canvas.fill(path, Fill.faint(band.ink(), 0.25), "");
    }
  }

  private static void extend(Path2D path, double x, double y) {
    if (!Double.isFinite(y)) {
      return;
    }
    if (path.getCurrentPoint() == null) {
      path.moveTo(x, y);
    } else {
      path.lineTo(x, y);
    }
  }
}
