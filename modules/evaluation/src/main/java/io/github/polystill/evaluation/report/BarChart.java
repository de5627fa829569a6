package io.github.polystill.evaluation.report;

import io.github.polystill.evaluation.table.DisplayWidth;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Horizontal bars, one group per label, as inline SVG. Horizontal, because Chinese and long names
 * then read without turning the head, and any number of labels fits.
 */
final class BarChart {
  private static final int WIDTH = 760;
  private static final int TOP = 22;

  /** Room right of the axis: for a number after the longest bar, else for half a tick. */
  private static final int NUMBER_ROOM = 92;

  private static final int TICK_ROOM = 16;
  private static final double COLUMN = 7.2;
  private static final int MAX_COLUMNS = 28;
  private static final int GROUP_GAP = 8;

  private final List<String> labels;
  private final List<Series> series;
  private final double max;
  private final DoubleFunction<String> format;
  private final int barHeight;
  private final double left;
  private final StringBuilder svg = new StringBuilder();

  /** Bars of one colour: the CSS class, what it is called in tool tips, and one value per label. */
  @SuppressWarnings("ArrayRecordComponent")
  record Series(String cssClass, String name, double[] values) {}

  /**
   * Draws on construction.
   *
   * @param max value of the right end of the axis
   * @param format how a value is written
   */
  BarChart(
      String description,
      List<String> labels,
      List<Series> series,
      double max,
      DoubleFunction<String> format) {
    this.labels = labels;
    this.series = series;
    this.max = max;
    this.format = format;
    this.barHeight = series.size() == 1 ? 14 : 8;
    int columns = labels.stream().mapToInt(DisplayWidth::of).max().orElse(0);
    this.left = 8 + COLUMN * Math.min(columns, MAX_COLUMNS);
    draw(description);
  }

  private void draw(String description) {
    int groupHeight = series.size() * barHeight + GROUP_GAP;
    int height = TOP + labels.size() * groupHeight + 4;
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg class=\"bars\" role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %d %d\">\n",
            Html.escape(description),
            WIDTH,
            height));
    axis(height);
    for (int i = 0; i < labels.size(); i++) {
      double top = TOP + GROUP_GAP / 2.0 + i * groupHeight;
      name(labels.get(i), top + series.size() * barHeight / 2.0 + 4);
      for (int s = 0; s < series.size(); s++) {
        bar(series.get(s), i, top + s * barHeight);
      }
    }
    svg.append("</svg>\n");
  }

  private void axis(int height) {
    double step = Ticks.step(max, 5);
    for (int tick = 0; tick * step <= max * 1.0001; tick++) {
      String x = Html.coordinate(x(tick * step));
      svg.append(
          String.format(Locale.ROOT, "<path class=\"grid\" d=\"M%s %dV%d\"/>", x, TOP, height - 4));
      svg.append(
          String.format(
              Locale.ROOT,
              "<text class=\"tick\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
              x,
              TOP - 8,
              Ticks.label(tick * step, step)));
    }
  }

  private void name(String label, double y) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%s\" y=\"%s\" text-anchor=\"end\">%s<title>%s</title></text>\n",
            Html.coordinate(left - 8),
            Html.coordinate(y),
            Html.escape(DisplayWidth.truncate(label, MAX_COLUMNS)),
            Html.escape(label)));
  }

  private void bar(Series one, int label, double y) {
    double value = one.values()[label];
    if (Double.isNaN(value)) {
      return;
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%d\"><title>%s</title></rect>",
            one.cssClass(),
            Html.coordinate(left),
            Html.coordinate(y),
            Html.coordinate(x(value) - left),
            barHeight - 1,
            Html.escape(tooltip(one, label))));
    if (series.size() == 1) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text class=\"value\" x=\"%s\" y=\"%s\">%s</text>",
              Html.coordinate(x(value) + 5),
              Html.coordinate(y + barHeight - 3),
              Html.escape(format.apply(value))));
    }
    svg.append('\n');
  }

  private String tooltip(Series one, int label) {
    return String.format(
        Locale.ROOT,
        "%s, %s: %s",
        labels.get(label),
        one.name(),
        format.apply(one.values()[label]));
  }

  private double x(double value) {
    double right = WIDTH - (series.size() == 1 ? NUMBER_ROOM : TICK_ROOM);
    return left + (right - left) * value / max;
  }

  @Override
  public String toString() {
    return svg.toString();
  }
}
