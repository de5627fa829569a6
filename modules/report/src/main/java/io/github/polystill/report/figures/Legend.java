package io.github.polystill.report.figures;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.report.table.DisplayWidth;
import java.util.List;

/** Names what the styles of a figure mean, in one line. */
final class Legend {
  static final double HEIGHT = 22;

  private static final double COLUMN = 7;
  private static final double GAP = 26;

  private Legend() {}

  /** Training types as areas. */
  static void areas(Canvas canvas, double x, double y, List<TrainingRow> rows) {
    double left = x;
    for (TrainingRow row : rows) {
      canvas.rectangle(left, y + 3, 18, 11, SeriesStyle.of(row).fill(), "");
      left = name(canvas, left + 24, y, row.key());
    }
  }

  /** Training types as lines with points. */
  static void lines(Canvas canvas, double x, double y, List<TrainingRow> rows) {
    double left = x;
    for (TrainingRow row : rows) {
      SeriesStyle style = SeriesStyle.of(row);
      canvas.line(left, y + 8.5, left + 28, y + 8.5, style.pen());
      canvas.fill(style.marker().at(left + 14, y + 8.5, 3.5), Fill.of(style.ink()), "");
      left = name(canvas, left + 34, y, row.key());
    }
  }

  /** One pen. Returns where the next entry starts. */
  static double line(Canvas canvas, double x, double y, Pen pen, String name) {
    canvas.line(x, y + 8.5, x + 28, y + 8.5, pen);
    return name(canvas, x + 34, y, name);
  }

  private static double name(Canvas canvas, double x, double y, String name) {
    canvas.text(name, x, y + 13, TextStyle.LABEL, Anchor.START);
    return x + COLUMN * DisplayWidth.of(name) + GAP;
  }
}
