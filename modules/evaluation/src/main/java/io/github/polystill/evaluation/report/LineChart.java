package io.github.polystill.evaluation.report;

import java.util.List;
import java.util.Locale;

/** Lines over epochs in one panel, part of an SVG. Values that are not finite leave a gap. */
final class LineChart {
  private static final int LEFT = 42;
  private static final int TOP = 22;
  private static final int BOTTOM = 22;
  private static final int RIGHT = 10;

  private final double width;
  private final double height;
  private final int epochs;
  private final int bestEpoch;
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;
  private final StringBuilder svg = new StringBuilder();

  /** One line: its CSS class and a value per epoch. */
  @SuppressWarnings("ArrayRecordComponent")
  record Line(String cssClass, double[] values) {}

  LineChart(double x, double width, double height, String title, List<Line> lines, int bestEpoch) {
    this.width = width;
    this.height = height;
    this.epochs = lines.get(0).values().length;
    this.bestEpoch = bestEpoch;
    lines.forEach(line -> stretch(line.values()));
    double margin = high > low ? (high - low) * 0.06 : 0.05;
    low = Double.isFinite(low) ? low - margin : 0;
    high = Double.isFinite(high) ? high + margin : 1;
    svg.append(
        String.format(Locale.ROOT, "<g transform=\"translate(%s 0)\">\n", Html.coordinate(x)));
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"panel\" x=\"%d\" y=\"13\">%s</text>\n",
            LEFT,
            Html.escape(title)));
    axes();
    lines.forEach(this::line);
    svg.append("</g>\n");
  }

  private void stretch(double[] values) {
    for (double value : values) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }

  private void axes() {
    double step = Ticks.step(high - low, 4);
    for (double tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
      String y = Html.coordinate(y(tick));
      svg.append(
          String.format(
              Locale.ROOT,
              "<path class=\"grid\" d=\"M%d %sH%s\"/>",
              LEFT,
              y,
              Html.coordinate(width - RIGHT)));
      svg.append(
          String.format(
              Locale.ROOT,
              "<text class=\"tick\" x=\"%d\" y=\"%s\" text-anchor=\"end\">%s</text>\n",
              LEFT - 5,
              Html.coordinate(y(tick) + 4),
              Ticks.label(tick, step)));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<path class=\"best\" d=\"M%s %dV%s\"><title>best epoch: %d</title></path>\n",
            Html.coordinate(x(bestEpoch)),
            TOP,
            Html.coordinate(height - BOTTOM),
            bestEpoch + 1));
    epochTick(0, "start");
    if (epochs > 1) {
      epochTick(epochs - 1, "end");
    }
    if (bestEpoch > epochs * 0.15 && bestEpoch < epochs * 0.85) {
      epochTick(bestEpoch, "middle");
    }
  }

  private void epochTick(int epoch, String anchor) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"tick\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%d</text>\n",
            Html.coordinate(x(epoch)),
            Html.coordinate(height - 6),
            anchor,
            epoch + 1));
  }

  private void line(Line line) {
    StringBuilder path = new StringBuilder();
    boolean penDown = false;
    for (int epoch = 0; epoch < epochs; epoch++) {
      double value = line.values()[epoch];
      if (Double.isFinite(value)) {
        path.append(penDown ? "L" : "M").append(Html.coordinate(x(epoch)));
        path.append(' ').append(Html.coordinate(y(value)));
      }
      penDown = Double.isFinite(value);
    }
    svg.append(
        String.format(Locale.ROOT, "<path class=\"line %s\" d=\"%s\"/>\n", line.cssClass(), path));
    double best = line.values()[bestEpoch];
    if (Double.isFinite(best)) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle class=\"dot %s\" cx=\"%s\" cy=\"%s\" r=\"3\"/>\n",
              line.cssClass(),
              Html.coordinate(x(bestEpoch)),
              Html.coordinate(y(best))));
    }
  }

  private double x(int epoch) {
    double share = epochs == 1 ? 0.5 : (double) epoch / (epochs - 1);
    return LEFT + 4 + share * (width - RIGHT - LEFT - 8);
  }

  private double y(double value) {
    return height - BOTTOM - (value - low) / (high - low) * (height - BOTTOM - TOP);
  }

  @Override
  public String toString() {
    return svg.toString();
  }
}
