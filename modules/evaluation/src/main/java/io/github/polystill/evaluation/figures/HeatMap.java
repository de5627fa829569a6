package io.github.polystill.evaluation.figures;

import java.util.List;
import java.util.Locale;

/** A square of cells whose depth of colour, and number, is a share. */
final class HeatMap {
  private static final double CELL = 30;

  private final List<String> labels;
  private final double[][] shares;
  private final double names;

  /**
   * A map.
   *
   * @param shares [rows][columns] in 0..1
   */
  HeatMap(List<String> labels, double[][] shares) {
    this.labels = labels;
    this.shares = shares;
    this.names = RowLabels.width(labels);
  }

  /** The last column's name leans out to the right. */
  double width() {
    return names + labels.size() * CELL + 0.75 * names;
  }

  double height() {
    return top() + labels.size() * CELL + 4;
  }

  /** Names over the columns are turned by 45 degrees. */
  private double top() {
    return 0.75 * names + 14;
  }

  void draw(Canvas canvas) {
    for (int i = 0; i < labels.size(); i++) {
      RowLabels.write(canvas, labels.get(i), names, top() + CELL * (i + 0.5) + 4);
      canvas.text(
          RowLabels.shortened(labels.get(i)),
          names + CELL * (i + 0.55),
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
    double x = names + CELL * column;
    double y = top() + CELL * row;
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
    canvas.rectangle(x, y, CELL - 1, CELL - 1, fill, tip);
    if (!itself) {
      canvas.text(
          String.format(Locale.ROOT, "%.0f", 100 * share),
          x + CELL / 2 - 0.5,
          y + CELL / 2 + 4,
          TextStyle.CELL,
          Anchor.MIDDLE);
    }
  }
}
