package io.github.polystill.report.figures;

/**
 * How a line is drawn.
 *
 * @param dashes lengths of dashes and gaps in turn; empty for a solid line
 * @param opacity in 0..1
 */
@SuppressWarnings("ArrayRecordComponent")
record Pen(Ink ink, double width, double[] dashes, double opacity) {
  static Pen of(Ink ink, double width, double... dashes) {
    return new Pen(ink, width, dashes, 1);
  }

  /** The same, fainter. */
  Pen faint(double newOpacity) {
    return new Pen(ink, width, dashes, newOpacity);
  }
}
