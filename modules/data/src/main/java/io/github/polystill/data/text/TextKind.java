package io.github.polystill.data.text;

/** How a file holds text. */
public enum TextKind {
  /** What its name says. */
  AUTO,
  /** UTF-8 lines, a paragraph each. */
  TEXT,
  /** A JSON Lines corpus; its {@code text} fields. */
  CORPUS,
  /** A MediaWiki dump. */
  WIKI
}
