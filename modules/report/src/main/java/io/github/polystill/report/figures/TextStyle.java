package io.github.polystill.report.figures;

import java.util.Locale;

/** Kinds of text in figures. */
enum TextStyle {
  LABEL(12.5, Ink.TEXT, false),
  PANEL(13, Ink.TEXT, true),
  TICK(11, Ink.QUIET, false),
  CELL(11, Ink.TEXT, false),
  VALUE(11.5, Ink.QUIET, false);

  private final double size;
  private final Ink ink;
  private final boolean bold;

  TextStyle(double size, Ink ink, boolean bold) {
    this.size = size;
    this.ink = ink;
    this.bold = bold;
  }

  /** Width of the page's ink about a text that may stand on a grid line. */
  static final double HALO = 4;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Height of the font in pixels. */
  double size() {
    return size;
  }

  Ink ink() {
    return ink;
  }

  /** Whether the text may stand on lines. */
  boolean halo() {
    return this == VALUE;
  }

  boolean bold() {
    return bold;
  }
}
