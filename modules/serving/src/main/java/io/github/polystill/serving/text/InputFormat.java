package io.github.polystill.serving.text;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import io.github.polystill.data.corpus.CorpusReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern MARKUP =
      Pattern.compile("(?i)\\.(?:(xml)|ya?ml)(?:\\.(?:gz|bz2|xz))?$");

  /** Whether texts have fields or columns around them that go by names. */
  public boolean hasFields() {
    return this == JSONL || this == CSV || this == TSV;
  }

  /**
   * What the name of a file says, and where that leaves it open, its content.
   *
   * @param textField field or column of the text
   * @throws InvalidInputException where the file is no text, or XML or YAML
   */
  public static InputFormat of(Path file, String textField) {
    InputFormat named = of(file.toString());
    if (named != LINES && named != TSV) {
      return named;
    }
    return ofContent(CorpusReader.recognise(file, textField)).orElse(named);
  }

  /**
   * What a stream is by its beginning, which is looked at alone; {@link #LINES} where it shows
   * nothing else.
   *
   * @param in supports marks; it is left at its beginning
   * @param textField field or column of the text
   */
  public static InputFormat of(InputStream in, String textField) throws IOException {
    return ofContent(CorpusReader.recognise(in, textField)).orElse(LINES);
  }

  private static Optional<InputFormat> ofContent(Optional<FileType> type) {
    return type.map(
        it ->
            switch (it) {
              case FASTTEXT -> FASTTEXT;
              case LIBMULTILABEL -> LIBMULTILABEL;
              case CSV -> CSV;
              case TSV -> TSV;
              case JSONL, JSON, DOCCANO, LABEL_STUDIO -> JSONL;
            });
  }

  /**
   * What the name of a file says, behind which there may be an ending of compression.
   *
   * @throws InvalidInputException where it is that of a file that is no text, or of XML or YAML
   */
  public static InputFormat of(String fileName) {
    CorpusReader.requireText(Path.of(fileName));
    Matcher markup = MARKUP.matcher(fileName);
    if (markup.find()) {
      throw InvalidInputException.of(
          "%s: is %s, of which no text is read; write the texts as lines, JSON Lines or CSV",
          fileName, markup.group(1) == null ? "YAML" : "XML");
    }
    return ofContent(CorpusFormat.typeByName(fileName)).orElse(LINES);
  }
}
