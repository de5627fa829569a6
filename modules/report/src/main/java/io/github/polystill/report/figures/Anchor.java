package io.github.polystill.report.figures;

import java.util.Locale;

/** Which point of a text stands where it is put. */
enum Anchor {
  START,
  MIDDLE,
  END;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
