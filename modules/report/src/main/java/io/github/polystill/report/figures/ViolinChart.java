package io.github.polystill.report.figures;

import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.statistics.descriptive.Median;

/**
 * Level violins, one per label: the density of a sample to two bandwidths beyond its extremes, its
 * points, and its median as a line and a number. A sample that does not spread has no body.
 */
final class ViolinChart {
  private static final double TOP = 22;
  private static final double ROW = 26;
  private static final double REACH = 10;
  private static final double NUMBER_ROOM = 60;
  private static final int STEPS = 40;

  private final List<String> labels;
  private final double[][] samples;
  private final double max;
  private final RowLabels names;
  private final double width;

  /**
   * A chart.
   *
   * @param samples [labels][any number], in percent
   * @param width of all
   */
  ViolinChart(List<String> labels, double[][] samples, double width) {
    this.names = new RowLabels(labels, width);
    this.width = width;
    this.labels = labels;
    this.samples = samples;
    this.max = Math.max(1, Arrays.stream(samples).mapToDouble(ViolinChart::high).max().orElse(1));
  }

  double height() {
    return TOP + labels.size() * row() + 4;
  }

  private double row() {
    return names.above() + ROW;
  }

  void draw(Canvas canvas, double x, double y) {
    double left = x + names.left();
    Scale scale = new Scale(0, max, left, x + width - NUMBER_ROOM);
    BarChart.grid(canvas, scale, y + TOP, y + height() - 4);
    for (int i = 0; i < labels.size(); i++) {
      double top = y + TOP + row() * i;
      names.write(canvas, i, left, top, ROW);
      if (samples[i].length > 0) {
        violin(canvas, scale, i, top + names.above() + ROW / 2);
      }
    }
  }

  private void violin(Canvas canvas, Scale scale, int label, double y) {
    double[] sample = samples[label];
    double median = Median.withDefaults().withCopy(true).evaluate(sample);
    String tip =
        String.format(
            Locale.ROOT,
            "%s: median %.2f, from %.2f to %.2f",
            labels.get(label),
            median,
            min(sample),
            max(sample));
    Fill fill = Fill.faint(Ink.STANDALONE, 0.35);
    KernelDensity.of(sample).ifPresent(density -> canvas.fill(body(scale, density, y), fill, tip));
    for (double each : sample) {
      canvas.fill(Marker.CIRCLE.at(scale.at(each), y, 1.8), Fill.of(Ink.TEXT), "");
    }
    double at = scale.at(median);
    canvas.line(at, y - REACH, at, y + REACH, Pen.of(Ink.TEXT, 1.6));
    canvas.text(
        String.format(Locale.ROOT, "%.1f", median),
        scale.at(high(sample)) + 9,
        y + 4,
        0,
        TextStyle.VALUE,
        Anchor.START,
        tip);
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static double tail(double[] sample) {
    return 2 * KernelDensity.of(sample).map(KernelDensity::bandwidth).orElse(0.0);
  }

  /** The right end of a violin; shares end at 100. */
  private static double high(double[] sample) {
    return sample.length == 0 ? 0 : Math.min(100, max(sample) + tail(sample));
  }

  private static Path2D body(Scale scale, KernelDensity density, double y) {
    double[] sample = density.sample();
    double low = Math.max(0, min(sample) - tail(sample));
    double high = high(sample);
    double[] values = new double[STEPS + 1];
    double[] heights = new double[STEPS + 1];
    for (int i = 0; i <= STEPS; i++) {
      values[i] = low + (high - low) * i / STEPS;
      heights[i] = density.at(values[i]);
    }
    double unit = REACH / max(heights);
    Path2D.Double path = new Path2D.Double();
    path.moveTo(scale.at(low), y - unit * heights[0]);
    for (int i = 1; i <= STEPS; i++) {
      path.lineTo(scale.at(values[i]), y - unit * heights[i]);
    }
    for (int i = STEPS; i >= 0; i--) {
      path.lineTo(scale.at(values[i]), y + unit * heights[i]);
    }
    path.closePath();
    return path;
  }
}
