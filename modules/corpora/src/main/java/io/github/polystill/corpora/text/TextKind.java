package io.github.polystill.corpora.text;

import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusReader;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a file of text holds; each may be compressed. */
public enum TextKind {
  /** What name or content say: a corpus, a dump of MediaWiki, or else lines of text. */
  AUTO,
  /** Lines of UTF-8 text, one paragraph each. */
  TEXT,
  /** A corpus in any form that {@link CorpusFormat} knows, of which the texts alone are read. */
  CORPUS,
  /** A dump of MediaWiki's pages in XML, of which the articles are read. */
  WIKI;

  private static final Pattern WIKI_NAME = Pattern.compile(".*(\\.xml|-pages-articles)([.-].*)?");

  /**
   * This kind, or what AUTO is for a file.
   *
   * @param field of a corpus that holds the texts
   */
  TextKind resolve(Path file, String field) {
    if (this != AUTO) {
      return this;
    }
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (CorpusFormat.typeByName(file.toString()).isEmpty() && WIKI_NAME.matcher(name).matches()) {
      return WIKI;
    }
    return CorpusReader.recognise(file, field).isPresent() ? CORPUS : TEXT;
  }
}
