package io.github.polystill.report.figures;

import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fonts of this machine, for PNG files. Java's own SansSerif falls back to whatever font
 * fontconfig knows for a script; where it does not, all families are searched. What no font has is
 * remembered.
 */
final class ImageFonts {
  private final List<Font> regular = new ArrayList<>();
  private final Set<String> undisplayable = new TreeSet<>();
  private boolean searchedAll;

  private ImageFonts() {
    regular.add(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
  }

  /**
   * Fonts for pictures.
   *
   * @return empty where Java cannot draw text at all: no font is installed, or its graphics library
   *     is missing
   */
  static Optional<ImageFonts> ofThisMachine() {
    try {
      ImageFonts fonts = new ImageFonts();
      fonts.regular.get(0).canDisplayUpTo("a");
      return Optional.of(fonts);
    } catch (RuntimeException | LinkageError | InternalError e) {
      // What the JDK throws without fontconfig or fonts differs from version to version.
      return Optional.empty();
    }
  }

  /** A font that has all characters of a text, or else the one that has most of them. */
  Font fontFor(String text, TextStyle style) {
    Font found = regular.get(0);
    if (found.canDisplayUpTo(text) >= 0) {
      found = other(text);
    }
    return found.deriveFont(style.bold() ? Font.BOLD : Font.PLAIN, (float) style.size());
  }

  private Font other(String text) {
    if (!searchedAll) {
      searchedAll = true;
      GraphicsEnvironment machine = GraphicsEnvironment.getLocalGraphicsEnvironment();
      for (String family : machine.getAvailableFontFamilyNames()) {
        regular.add(new Font(family, Font.PLAIN, 12));
      }
    }
    for (Font font : regular) {
      if (font.canDisplayUpTo(text) < 0) {
        return font;
      }
    }
    undisplayable.add(text);
    return regular.get(0);
  }

  /** Texts that no font of this machine could show. */
  Set<String> undisplayable() {
    return undisplayable;
  }
}
