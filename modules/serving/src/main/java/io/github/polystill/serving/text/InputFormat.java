package io.github.polystill.serving.text;

import java.util.Locale;

/** How a file holds texts. */
public enum InputFormat {
  /** A text is a line; blank lines are none. */
  LINES,
  /** A line is a JSON object with the text in its field "text", and perhaps an "id". */
  JSONL;

  /** What the name of a file says, behind which there may be an ending of compression. */
  public static InputFormat of(String fileName) {
    String plain = fileName.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|xz)$", "");
    return plain.matches(".*\\.(jsonl|ndjson|json)") ? JSONL : LINES;
  }
}
