package io.github.polystill.report.figures;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Shapes of points, which tell series apart without colour. */
enum Marker {
  CIRCLE,
  SQUARE,
  TRIANGLE,
  DIAMOND;

  /** The shape about a point; all kinds look about as large. */
  Shape at(double x, double y, double radius) {
    return switch (this) {
      case CIRCLE -> new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
      case SQUARE -> {
        double half = 0.88 * radius;
        yield new Rectangle2D.Double(x - half, y - half, 2 * half, 2 * half);
      }
      case TRIANGLE -> {
        double reach = 1.2 * radius;
        Path2D.Double path = new Path2D.Double();
        path.moveTo(x, y - reach);
        path.lineTo(x + reach, y + 0.8 * reach);
        path.lineTo(x - reach, y + 0.8 * reach);
        path.closePath();
        yield path;
      }
      case DIAMOND -> {
        double reach = 1.25 * radius;
        Path2D.Double path = new Path2D.Double();
        path.moveTo(x, y - reach);
        path.lineTo(x + reach, y);
        path.lineTo(x, y + reach);
        path.lineTo(x - reach, y);
        path.closePath();
        yield path;
      }
    };
  }
}
