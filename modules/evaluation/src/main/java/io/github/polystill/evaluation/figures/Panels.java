package io.github.polystill.evaluation.figures;

import java.util.List;

/** Panels of equal size, two beside each other where there are several, each under its name. */
final class Panels {
  /** Width of a panel that has names of labels, or that wants to be wide. */
  static final double WIDE = 560;

  private static final double GAP = 24;
  private static final double TITLE = 22;

  private final List<String> titles;
  private final double panelWidth;
  private final double panelHeight;

  /** Draws what is in a panel; its upper left corner is given. */
  interface Content {
    void draw(Canvas canvas, int index, double x, double y, double width);
  }

  Panels(List<String> titles, double panelWidth, double panelHeight) {
    this.titles = titles;
    this.panelWidth = panelWidth;
    this.panelHeight = panelHeight;
  }

  private int columns() {
    return Math.min(2, titles.size());
  }

  double width() {
    return columns() * panelWidth + (columns() - 1) * GAP;
  }

  double height() {
    int rows = (titles.size() + columns() - 1) / columns();
    return rows * (TITLE + panelHeight) + (rows - 1) * GAP;
  }

  void draw(Canvas canvas, double y, Content content) {
    for (int i = 0; i < titles.size(); i++) {
      double left = (i % columns()) * (panelWidth + GAP);
      int row = i / columns();
      double top = y + row * (TITLE + panelHeight + GAP);
      canvas.text(titles.get(i), left, top + 13, TextStyle.PANEL, Anchor.START);
      content.draw(canvas, i, left, top + TITLE, panelWidth);
    }
  }
}
