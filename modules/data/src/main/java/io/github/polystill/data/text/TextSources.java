package io.github.polystill.data.text;

import io.github.polystill.data.InvalidInputException;
import java.nio.file.Path;
import java.util.Locale;

/** Files as sources of text. */
public final class TextSources {
  private TextSources() {}

  /**
   * A file of text.
   *
   * @throws InvalidInputException for a kind that cannot be read yet
   */
  public static TextSource of(Path file, TextKind kind) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".bz2") || name.endsWith(".xz")) {
      throw new InvalidInputException(
          file + ": bzip2 and xz are not read yet; decompress it or use gzip");
    }
    if (kind == TextKind.WIKI || (kind == TextKind.AUTO && name.contains(".xml"))) {
      throw new InvalidInputException(
          file + ": MediaWiki dumps are not read yet; give extracted text");
    }
    boolean corpus = kind == TextKind.CORPUS || (kind == TextKind.AUTO && name.contains(".jsonl"));
    return new LineFile(file, corpus);
  }
}
