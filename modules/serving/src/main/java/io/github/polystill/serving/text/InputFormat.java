package io.github.polystill.serving.text;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import io.github.polystill.data.corpus.CorpusReader;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How a file holds texts. */
public enum InputFormat {
  /** A text is a line; blank lines are none. */
  LINES,
  /** A line is a JSON object, or the file is one array of them. */
  JSONL,
  /** A row below a header line, with commas between the cells. */
  CSV,
  /** The same with tabs. */
  TSV,
  /** fastText's lines, of which the labels are left out. */
  FASTTEXT,
  /** LibMultiLabel's lines, of which the labels are left out. */
  LIBMULTILABEL;

  /** Whether texts have fields or columns around them that go by names. */
  public boolean hasFields() {
    return this == JSONL || this == CSV || this == TSV;
  }

  /**
   * What the name of a file says, and where that leaves it open, its content.
   *
   * @throws InvalidInputException where the name is that of a file that is no text
   */
  public static InputFormat of(Path file) {
    InputFormat named = of(file.toString());
    if (named != LINES && named != TSV) {
      return named;
    }
    Optional<FileType> content = CorpusReader.recognise(file);
    return content.isEmpty()
        ? named
        : switch (content.get()) {
          case FASTTEXT -> FASTTEXT;
          case LIBMULTILABEL -> LIBMULTILABEL;
          case JSONL -> JSONL;
          default -> named;
        };
  }

  /**
   * What the name of a file says, behind which there may be an ending of compression.
   *
   * @throws InvalidInputException where it is that of a file that is no text
   */
  public static InputFormat of(String fileName) {
    CorpusReader.requireText(Path.of(fileName));
    String plain = fileName.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|xz)$", "");
    return switch (plain.substring(plain.lastIndexOf('.') + 1)) {
      case "jsonl", "ndjson", "json" -> JSONL;
      case "csv" -> CSV;
      case "tsv", "tab" -> TSV;
      default -> LINES;
    };
  }
}
