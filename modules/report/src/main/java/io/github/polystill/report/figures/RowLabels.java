package io.github.polystill.report.figures;

import io.github.polystill.report.table.DisplayWidth;
import java.util.List;

/**
 * Names of rows, shortened where they are long: at the left, or above where the left would take too
 * much of a narrow figure. Rows are level, because Chinese and long names then read without turning
 * the head, and any number of labels fits.
 */
final class RowLabels {
  private static final double COLUMN = 7.2;
  private static final int MAX_COLUMNS = 28;
  private static final double MOST_OF_WIDTH = 0.4;
  private static final double LINE = 16;

  /** Half of the axis' first number. */
  private static final double EDGE = 8;

  private final List<String> labels;
  private final boolean above;

  /** Names of rows in a figure of a width. */
  RowLabels(List<String> labels, double width) {
    this.labels = labels;
    this.above = width(labels) > MOST_OF_WIDTH * width;
  }

  /** Room left of the axis. */
  double left() {
    return above ? EDGE : width(labels);
  }

  /** Room above each row. */
  double above() {
    return above ? LINE : 0;
  }

  /** Writes a row's name: before its middle, or above it. */
  void write(Canvas canvas, int row, double axis, double top, double height) {
    if (above) {
      canvas.text(
          shortened(labels.get(row)),
          axis - EDGE,
          top + LINE - 4,
          0,
          TextStyle.LABEL,
          Anchor.START,
          labels.get(row));
    } else {
      write(canvas, labels.get(row), axis, top + height / 2 + 4);
    }
  }

  /** Room that the names of some labels take. */
  static double width(List<String> labels) {
    int columns = labels.stream().mapToInt(DisplayWidth::of).max().orElse(0);
    return 12 + COLUMN * Math.min(columns, MAX_COLUMNS);
  }

  /** Writes a name so that it ends left of an axis. */
  static void write(Canvas canvas, String label, double axis, double y) {
    canvas.text(shortened(label), axis - 8, y, 0, TextStyle.LABEL, Anchor.END, label);
  }

  static String shortened(String label) {
    return DisplayWidth.truncate(label, MAX_COLUMNS);
  }
}
