package io.github.polystill.evaluation.figures;

import io.github.polystill.evaluation.table.DisplayWidth;
import java.util.List;

/**
 * Names at the left of rows, shortened where they are long. Rows are level, because Chinese and
 * long names then read without turning the head, and any number of labels fits.
 */
final class RowLabels {
  private static final double COLUMN = 7.2;
  private static final int MAX_COLUMNS = 28;

  private RowLabels() {}

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
