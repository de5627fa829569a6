package io.github.polystill.report.figures;

import io.github.polystill.evaluation.TrainingRow;

/**
 * How a series is drawn: each has a colour, a hatch, a marker and a dash pattern of its own, any
 * one of which tells it from the others.
 *
 * @param pen of its lines
 * @param fill of its areas
 * @param marker of its points
 */
record SeriesStyle(Pen pen, Fill fill, Marker marker) {
  static SeriesStyle of(TrainingRow row) {
    return switch (row) {
      case TEACHER -> style(Ink.TEACHER, Hatch.NONE, Marker.CIRCLE, 2, 2);
      case STANDALONE -> style(Ink.STANDALONE, Hatch.STRIPES, Marker.SQUARE, 7, 3);
      case STANDALONE_WEIGHTED -> style(Ink.WEIGHTED, Hatch.BARS, Marker.DIAMOND, 1, 2);
      case DISTILLED -> style(Ink.DISTILLED, Hatch.POSTS, Marker.TRIANGLE);
      case BASELINE -> plain();
    };
  }

  /** A series that stands alone. */
  static SeriesStyle plain() {
    return style(Ink.COUNT, Hatch.NONE, Marker.CIRCLE);
  }

  private static SeriesStyle style(Ink ink, Hatch hatch, Marker marker, double... dashes) {
    return new SeriesStyle(Pen.of(ink, 1.8, dashes), new Fill(ink, hatch, 1), marker);
  }

  Ink ink() {
    return pen.ink();
  }
}
