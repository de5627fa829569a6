package io.github.polystill.report.figures;

/**
 * How an area is filled.
 *
 * @param opacity in 0..1
 */
record Fill(Ink ink, Hatch hatch, double opacity) {
  static Fill of(Ink ink) {
    return new Fill(ink, Hatch.NONE, 1);
  }

  static Fill faint(Ink ink, double opacity) {
    return new Fill(ink, Hatch.NONE, opacity);
  }
}
