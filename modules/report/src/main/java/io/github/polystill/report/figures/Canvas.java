package io.github.polystill.report.figures;

import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/**
 * What figures are drawn on. Lengths are CSS pixels, y grows downwards. Java's shapes carry the
 * geometry; they need no screen.
 */
interface Canvas {
  /**
   * Fills an area.
   *
   * @param tip what a pointer over it shows, empty for nothing
   */
  void fill(Shape shape, Fill fill, String tip);

  /** Draws an outline. */
  void stroke(Shape shape, Pen pen);

  /**
   * Writes one line.
   *
   * @param y of the baseline
   * @param degrees that it is turned by, clockwise
   * @param tip what a pointer over it shows, empty for nothing
   */
  void text(
      String text, double x, double y, double degrees, TextStyle style, Anchor anchor, String tip);

  /** Writes one level line without a tip. */
  default void text(String text, double x, double y, TextStyle style, Anchor anchor) {
    text(text, x, y, 0, style, anchor, "");
  }

  /** Fills an upright rectangle. */
  default void rectangle(double x, double y, double width, double height, Fill fill, String tip) {
    fill(new Rectangle2D.Double(x, y, width, height), fill, tip);
  }

  /** Draws a straight line. */
  default void line(double x1, double y1, double x2, double y2, Pen pen) {
    stroke(new Line2D.Double(x1, y1, x2, y2), pen);
  }
}
