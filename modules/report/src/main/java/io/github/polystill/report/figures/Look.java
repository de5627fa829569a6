package io.github.polystill.report.figures;

import io.github.polystill.evaluation.TrainingRow;

/**
 * How a series looks: each has a colour, a hatch, a marker and a dash pattern of its own, any one
 * of which tells it from the others.
 *
 * @param pen of its lines
 * @param fill of its areas
 * @param marker of its points
 */
record Look(Pen pen, Fill fill, Marker marker) {
  static Look of(TrainingRow row) {
    return switch (row) {
      case TEACHER -> look(Ink.TEACHER, Hatch.NONE, Marker.CIRCLE, 2, 2);
      case STANDALONE -> look(Ink.STANDALONE, Hatch.STRIPES, Marker.SQUARE, 7, 3);
      case DISTILLED -> look(Ink.DISTILLED, Hatch.POSTS, Marker.TRIANGLE);
      case BASELINE -> plain();
    };
  }

  /** A series that stands alone. */
  static Look plain() {
    return look(Ink.COUNT, Hatch.NONE, Marker.CIRCLE);
  }

  private static Look look(Ink ink, Hatch hatch, Marker marker, double... dashes) {
    return new Look(Pen.of(ink, 1.8, dashes), new Fill(ink, hatch, 1), marker);
  }

  Ink ink() {
    return pen.ink();
  }
}
