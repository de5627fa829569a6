package io.github.polystill.report.figures;

import java.awt.Color;
import java.util.Locale;

/**
 * The colours of figures, light and dark. Those of the training types are of Okabe and Ito (2008),
 * which people with any kind of colour blindness can tell apart; in the dark they are lightened. On
 * grey print two of them are alike, so figures never rely on colour alone, see {@link SeriesStyle}.
 */
enum Ink {
  PAGE(0xFFFFFF, 0x14181D),
  TEXT(0x1C2127, 0xE4E8EC),
  QUIET(0x5A6470, 0x9AA5B1),
  RULE(0xD8DDE3, 0x333B44),
  TEACHER(0xE69F00, 0xE6A52E),
  STANDALONE(0x0072B2, 0x4EA3DC),
  WEIGHTED(0xCC79A7, 0xD78DB5),
  DISTILLED(0x009E73, 0x2FBF94),
  COUNT(0x5B7083, 0x8499AD);

  private final int light;
  private final int dark;

  Ink(int light, int dark) {
    this.light = light;
    this.dark = dark;
  }

  /** The name in style sheets. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The light colour for pixels. */
  Color color() {
    return new Color(light);
  }

  String lightHex() {
    return hex(light);
  }

  String darkHex() {
    return hex(dark);
  }

  private static String hex(int rgb) {
    return String.format(Locale.ROOT, "#%06x", rgb);
  }
}
