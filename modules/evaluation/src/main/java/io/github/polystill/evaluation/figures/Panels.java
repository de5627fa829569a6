package io.github.polystill.evaluation.figures;

import java.util.List;

/** Panels of equal size, two beside each other where there are several, each under its name. */
final class Panels {
  private static final double PANEL_WIDTH = 560;
  private static final double GAP = 24;
  private static final double TITLE = 22;

  private final List<String> titles;
  private final double panelHeight;

  /** Draws what is in a panel; its upper left corner is given. */
  interface Content {
    void draw(Canvas canvas, int index, double x, double y, double width);
  }

  Panels(List<String> titles, double panelHeight) {
    this.titles = titles;
    this.panelHeight = panelHeight;
  }

  private int columns() {
    return Math.min(2, titles.size());
  }

  double width() {
    return columns() * PANEL_WIDTH + (columns() - 1) * GAP;
  }

  double height() {
    int rows = (titles.size() + columns() - 1) / columns();
    return rows * (TITLE + panelHeight) + (rows - 1) * GAP;
  }

  void draw(Canvas canvas, double y, Content content) {
    for (int i = 0; i < titles.size(); i++) {
      double left = (i % columns()) * (PANEL_WIDTH + GAP);
      int row = i / columns();
      double top = y + row * (TITLE + panelHeight + GAP);
      canvas.text(titles.get(i), left, top + 13, TextStyle.PANEL, Anchor.START);
      content.draw(canvas, i, left, top + TITLE, PANEL_WIDTH);
    }
  }
}
