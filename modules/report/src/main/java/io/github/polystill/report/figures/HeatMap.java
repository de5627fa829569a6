package io.github.polystill.report.figures;

import java.util.List;
import java.util.Locale;

/** A square of cells whose depth of colour, and number, is a share. */
final class HeatMap {
  private static final double LEAST_CELL = 22;
  private static final double MOST_CELL = 44;

  /** What a name over a column takes of its length, turned by 45 degrees. */
  private static final double LEAN = 0.75;

  private final List<String> labels;
  private final double[][] shares;
  private final double names;
  private final double cell;

  /**
   * A map.
   *
   * @param shares [rows][columns] in 0..1
   * @param width to fill, as far as cells of a size that can be read do
   */
  HeatMap(List<String> labels, double[][] shares, double width) {
    this.labels = labels;
    this.shares = shares;
    this.names = RowLabels.width(labels);
    double room = (width - (1 + LEAN) * names) / labels.size();
    this.cell = Math.max(LEAST_CELL, Math.min(MOST_CELL, room));
  }

  /** The last column's name leans out to the right. */
  double width() {
    return names + labels.size() * cell + LEAN * names;
  }

  double height() {
    return top() + labels.size() * cell + 4;
  }

  private double top() {
    return LEAN * names + 14;
  }

  void draw(Canvas canvas) {
    for (int i = 0; i < labels.size(); i++) {
      RowLabels.write(canvas, labels.get(i), names, top() + cell * (i + 0.5) + 4);
      canvas.text(
          RowLabels.shortened(labels.get(i)),
          names + cell * (i + 0.55),
          top() - 6,
          -45,
          TextStyle.LABEL,
          Anchor.START,
          labels.get(i));
    }
    for (int row = 0; row < labels.size(); row++) {
      for (int column = 0; column < labels.size(); column++) {
        cell(canvas, row, column);
      }
    }
  }

  private void cell(Canvas canvas, int row, int column) {
    double share = shares[row][column];
    double x = names + cell * column;
    double y = top() + cell * row;
    String tip =
        String.format(
            Locale.ROOT,
            "%.1f %% of documents with %s carry %s",
            100 * share,
            labels.get(row),
            labels.get(column));
    // The diagonal is 100 % by definition and says nothing.
    boolean itself = row == column;
    Fill fill = itself ? Fill.faint(Ink.RULE, 0.6) : Fill.faint(Ink.STANDALONE, 0.6 * share);
    canvas.rectangle(x, y, cell - 1, cell - 1, fill, tip);
    if (!itself) {
      canvas.text(
          String.format(Locale.ROOT, "%.0f", 100 * share),
          x + cell / 2 - 0.5,
          y + cell / 2 + 4,
          TextStyle.CELL,
          Anchor.MIDDLE);
    }
  }
}
