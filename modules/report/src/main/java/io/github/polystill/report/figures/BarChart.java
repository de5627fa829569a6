package io.github.polystill.report.figures;

import io.github.polystill.evaluation.TrainingRow;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Level bars with their values, one group per label. */
final class BarChart {
  static final Pen GRID = Pen.of(Ink.RULE, 1);

  private static final double TOP = 22;

  /** Room of a character of the number after the longest bar. */
  private static final double DIGIT = 6.6;

  private static final double GROUP_GAP = 8;

  private final List<String> labels;
  private final List<Series> series;
  private final double max;
  private final DoubleFunction<String> format;
  private final double barHeight;
  private final RowLabels names;
  private final double width;

  /** Bars of one style: what it is called in tool tips, and a value per label, NaN for none. */
  @SuppressWarnings("ArrayRecordComponent")
  record Series(SeriesStyle style, String name, double[] values) {
    static Series of(TrainingRow row, double[] values) {
      return new Series(SeriesStyle.of(row), row.key(), values);
    }
  }

  /**
   * A chart.
   *
   * @param max value of the right end of the axis
   * @param format how a value is written
   * @param width of all
   */
  BarChart(
      List<String> labels,
      List<Series> series,
      double max,
      DoubleFunction<String> format,
      double width) {
    this.labels = labels;
    this.series = series;
    this.max = max;
    this.format = format;
    this.barHeight = series.size() == 1 ? 14 : 12;
    this.names = new RowLabels(labels, width);
    this.width = width;
  }

  double height() {
    return TOP + labels.size() * groupHeight() + 4;
  }

  private double groupHeight() {
    return names.above() + series.size() * barHeight + GROUP_GAP;
  }

  private double numberRoom() {
    int digits =
        series.stream()
            .flatMapToDouble(one -> Arrays.stream(one.values()))
            .filter(value -> !Double.isNaN(value))
            .mapToInt(value -> format.apply(value).length())
            .max()
            .orElse(2);
    return 10 + DIGIT * digits;
  }

  void draw(Canvas canvas, double x, double y) {
    double left = x + names.left();
    double right = x + width - numberRoom();
    Scale scale = new Scale(0, max, left, right);
    grid(canvas, scale, y + TOP, y + height() - 4);
    for (int i = 0; i < labels.size(); i++) {
      double top = y + TOP + GROUP_GAP / 2 + i * groupHeight();
      names.write(canvas, i, left, top, series.size() * barHeight);
      for (int s = 0; s < series.size(); s++) {
        bar(canvas, scale, series.get(s), i, top + names.above() + s * barHeight);
      }
    }
  }

  /** Lines at round values from 0 to the end of a scale, with their numbers above. */
  static void grid(Canvas canvas, Scale scale, double top, double bottom) {
    double step = Scale.step(scale.high(), 5);
    for (int tick = 0; tick * step <= scale.high() * 1.0001; tick++) {
      double x = scale.at(tick * step);
      canvas.line(x, top, x, bottom, GRID);
      canvas.text(Scale.label(tick * step, step), x, top - 8, TextStyle.TICK, Anchor.MIDDLE);
    }
  }

  private void bar(Canvas canvas, Scale scale, Series one, int label, double y) {
    double value = one.values()[label];
    if (Double.isNaN(value)) {
      return;
    }
    String tip =
        String.format(
            Locale.ROOT, "%s, %s: %s", labels.get(label), one.name(), format.apply(value));
    // A zero shows, so that it is not taken for what was not run.
    double length = Math.max(1, scale.at(value) - scale.from());
    // First, so that its halo is not on the bar above.
    canvas.text(
        format.apply(value),
        scale.from() + length + 5,
        y + barHeight - 2.5,
        TextStyle.VALUE,
        Anchor.START);
    canvas.rectangle(scale.from(), y, length, barHeight - 1, one.style().fill(), tip);
  }
}
