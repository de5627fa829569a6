package io.github.polystill.report.figures;

import java.util.List;

/** Panels of equal size that fill a width, as many beside each other as fit, under their names. */
final class Panels {
  /** The least width of a panel that has names of labels, or that wants to be wide. */
  static final double LEAST = 400;

  static final double GAP = 24;
  private static final double TITLE = 22;

  private final List<String> titles;
  private final double width;
  private final int columns;

  /** Draws what is in a panel; its upper left corner is given. */
  interface Content {
    void draw(Canvas canvas, int index, double x, double y, double width);
  }

  /**
   * Panels.
   *
   * @param width of all
   * @param least width of one, unless even that is too much
   */
  Panels(List<String> titles, double width, double least) {
    this.titles = titles;
    this.width = width;
    this.columns = Math.max(1, Math.min(titles.size(), (int) ((width + GAP) / (least + GAP))));
  }

  /** The same, none of them wider than so much. */
  static Panels atMost(List<String> titles, double width, double least, double most) {
    return new Panels(titles, Math.min(width, titles.size() * (most + GAP) - GAP), least);
  }

  /** One of two columns, or all of a width that has no room for two. */
  static double half(double width) {
    return new Panels(List.of("", ""), width, LEAST).panelWidth();
  }

  double width() {
    return width;
  }

  double panelWidth() {
    return (width - (columns - 1) * GAP) / columns;
  }

  double height(double panelHeight) {
    int rows = (titles.size() + columns - 1) / columns;
    return rows * (TITLE + panelHeight) + (rows - 1) * GAP;
  }

  void draw(Canvas canvas, double y, double panelHeight, Content content) {
    double panelWidth = panelWidth();
    for (int i = 0; i < titles.size(); i++) {
      double left = (i % columns) * (panelWidth + GAP);
      int row = i / columns;
      double top = y + row * (TITLE + panelHeight + GAP);
      canvas.text(titles.get(i), left, top + 13, TextStyle.PANEL, Anchor.START);
      content.draw(canvas, i, left, top + TITLE, panelWidth);
    }
  }
}
