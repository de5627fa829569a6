package io.github.polystill.data.text;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a file of text holds; each may be compressed. */
public enum TextKind {
  /** What the name says: a corpus, a dump of MediaWiki, or else lines of text. */
  AUTO,
  /** Lines of UTF-8 text, one paragraph each. */
  TEXT,
  /** A corpus in JSON Lines, of which the field {@code text} is read. */
  CORPUS,
  /** A dump of MediaWiki's pages in XML, of which the articles are read. */
  WIKI;

  private static final Pattern WIKI_NAME = Pattern.compile(".*(\\.xml|-pages-articles)([.-].*)?");
  private static final Pattern CORPUS_NAME = Pattern.compile(".*\\.jsonl(\\.(gz|bz2|xz))?");

  /** This kind, or what AUTO is for a file. */
  TextKind resolve(Path file) {
    if (this != AUTO) {
      return this;
    }
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (CORPUS_NAME.matcher(name).matches()) {
      return CORPUS;
    }
    return WIKI_NAME.matcher(name).matches() ? WIKI : TEXT;
  }
}
