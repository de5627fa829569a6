package io.github.polystill.serving.text;

import io.github.polystill.data.InvalidInputException;
import java.util.Locale;

/** How a file holds texts. */
public enum InputFormat {
  /** A text is a line; blank lines are none. */
  LINES,
  /** A line is a JSON object, or the file is one array of them. */
  JSONL,
  /** A row below a header line, with commas between the cells. */
  CSV,
  /** The same with tabs. */
  TSV;

  /**
   * What the name of a file says, behind which there may be an ending of compression.
   *
   * @throws InvalidInputException where it is that of a file that is no text
   */
  public static InputFormat of(String fileName) {
    String plain = fileName.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|xz)$", "");
    return switch (plain.substring(plain.lastIndexOf('.') + 1)) {
      case "jsonl", "ndjson", "json" -> JSONL;
      case "csv" -> CSV;
      case "tsv", "tab" -> TSV;
      case "xlsx", "xls", "ods", "parquet" ->
          throw new InvalidInputException(fileName + ": is no text; save the table as CSV");
      default -> LINES;
    };
  }
}
