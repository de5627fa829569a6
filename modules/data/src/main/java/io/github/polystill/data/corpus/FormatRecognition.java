package io.github.polystill.data.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.data.CompressedFile;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * How a file is written where the format doesn't say it: by its extension, and where that leaves it
 * open, by content that allows one reading only.
 */
final class FormatRecognition {
  private static final Map<String, String> REFUSED = refused();
  private static final int MAGIC_BYTES = 8;
  private static final int LONGEST_PIECE = 1 << 20;

  /** Labels of a line, and characters of text per character of labels, that prose has not. */
  private static final int FEW_LABELS = 5;

  private static final int TEXT_PER_LABELS = 4;

  /** How files of a kind begin, in ISO-8859-1. */
  private static final Map<String, String> MAGIC =
      Map.of(
          "PK\u0003\u0004", "xlsx",
          "\u00D0\u00CF\u0011\u00E0", "xls",
          "PAR1", "parquet");

  /** How an array of objects begins. */
  private static final Pattern ARRAY =
      Pattern.compile("[\\s\\uFEFF]*\\[\\s*\\{\\s*\"[^\"]*\"\\s*:");

  private FormatRecognition() {}

  /**
   * The parser that a file needs: JSONL, JSON, CSV, TSV, FASTTEXT or LIBMULTILABEL.
   *
   * @throws InvalidInputException where neither format nor extension nor content say it, or the
   *     file is a spreadsheet, compressed, or of another program
   */
  static FileType of(Path file, CorpusFormat format) throws IOException {
    Optional<FileType> named = CorpusFormat.typeByName(file.toString());
    requireText(file);
    if (format.type().isPresent()) {
      return switch (format.type().get()) {
        case DOCCANO, LABEL_STUDIO ->
            named.isEmpty() || named.get() == FileType.JSONL ? json(file) : named.get();
        default -> format.type().get();
      };
    }
    requireTextByName(file);
    if (named.isEmpty()) {
      return byContent(file, format, false).orElseThrow(() -> unknown(file));
    }
    return switch (named.get()) {
      case JSONL -> json(file);
      case TSV ->
          !hasHeader(file, format) && isLibMultiLabel(file, false)
              ? FileType.LIBMULTILABEL
              : FileType.TSV;
      default -> named.get();
    };
  }

  private static FileType json(Path file) throws IOException {
    return firstLine(file).strip().startsWith("[") ? FileType.JSON : FileType.JSONL;
  }

  /**
   * The type of a file of which the name says none, where its content does.
   *
   * @param amongProse whether it may well be prose, such as sentences with their translations
   *     behind a tab: what stands before the text must be short
   */
  static Optional<FileType> byContent(Path file, CorpusFormat format, boolean amongProse)
      throws IOException {
    Optional<FileType> type;
    try (InputStream in = new BufferedInputStream(CompressedFile.open(file, 1))) {
      type = byBeginning(in, format.text());
    }
    return type.isPresent() || hasHeader(file, format) || !isLibMultiLabel(file, amongProse)
        ? type
        : Optional.of(FileType.LIBMULTILABEL);
  }

  /**
   * The type of a stream that begins as no prose does: with an object or an array of JSON, a label
   * of fastText, or a table's header with the column of the text and rows of as many cells below.
   * No more is read than has come, once that shows it.
   *
   * @param in supports marks, and is left at its beginning
   */
  static Optional<FileType> byBeginning(InputStream in, String textColumn) throws IOException {
    byte[] start = new byte[LONGEST_PIECE];
    in.mark(start.length);
    int length = 0;
    boolean goesOn;
    String text;
    String lines;
    do {
      int read = in.read(start, length, start.length - length);
      goesOn = read >= 0;
      length += Math.max(read, 0);
      text = new String(start, 0, length, StandardCharsets.UTF_8);
      lines = wholeLines(text, goesOn);
    } while (goesOn && length < start.length && isOpen(text, lines, textColumn));
    in.reset();
    if (ARRAY.matcher(text).lookingAt()) { // most arrays are one line
      return Optional.of(FileType.JSON);
    }
    String first = lines.lines().findFirst().orElse("");
    if (first.startsWith(PlainLine.LABEL_PREFIX)) {
      return Optional.of(FileType.FASTTEXT);
    }
    if (first.startsWith("{") && ListLiteral.json(first).filter(JsonNode::isObject).isPresent()) {
      return Optional.of(FileType.JSONL);
    }
    return rows(lines, textColumn, goesOn) > 1
        ? Optional.of(delimiter(first) == '\t' ? FileType.TSV : FileType.CSV)
        : Optional.empty();
  }

  /** A text from its first line that is not blank on, up to the end of a line where it goes on. */
  private static String wholeLines(String text, boolean goesOn) {
    int begin = 0;
    while (begin < text.length()
        && (Character.isWhitespace(text.charAt(begin)) || text.charAt(begin) == '\uFEFF')) {
      begin++;
    }
    int end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
    return text.substring(begin, goesOn ? Math.max(begin, end) : text.length());
  }

  /** Whether a text, with these whole lines, could begin what it does not show yet. */
  private static boolean isOpen(String text, String lines, String textColumn) {
    Matcher array = ARRAY.matcher(text);
    return !array.lookingAt()
        && (lines.isEmpty() || array.hitEnd() || rows(lines, textColumn, true) == 1);
  }

  /**
   * How many rows a table has, its header among them; 0 where it is none with the column of the
   * text.
   *
   * @param goesOn whether the last row need not be whole
   */
  private static int rows(String lines, String textColumn, boolean goesOn) {
    char delimiter = delimiter(lines.lines().findFirst().orElse(""));
    int rows = 0;
    int width = 0;
    try (CSVParser parser =
        CSVParser.parse(lines, CSVFormat.RFC4180.builder().setDelimiter(delimiter).get())) {
      for (CSVRecord row : parser) {
        if (row.size() == 1 && row.get(0).isBlank()) {
          continue;
        }
        if (rows == 0 && isHeader(row.stream().map(LabelName::strip).toList(), textColumn)) {
          width = row.size();
        }
        if (width < 2 || row.size() != width) {
          return 0;
        }
        rows++;
      }
    } catch (UncheckedIOException | IOException e) {
      return goesOn ? rows : 0;
    }
    return rows;
  }

  private static boolean isHeader(List<String> cells, String textColumn) {
    return cells.contains(textColumn) && cells.stream().noneMatch(it -> it.matches(".*[.?!。！？…]"));
  }

  private static char delimiter(String header) {
    return DelimitedRows.delimiter(header, header.indexOf('\t') >= 0 ? '\t' : ',');
  }

  private static InvalidInputException unknown(Path file) {
    String types =
        Arrays.stream(FileType.values()).map(FileType::key).collect(Collectors.joining(", "));
    return InvalidInputException.of(
        "%s: neither extension nor content say how the corpus is written; set corpus.format to one"
            + " of %s",
        file, types);
  }

  private static boolean hasHeader(Path file, CorpusFormat format) throws IOException {
    return List.of(firstLine(file).split("\t", -1)).stream()
        .map(String::strip)
        .anyMatch(cell -> cell.equals(format.text()) || cell.equals(format.labels()));
  }

  /**
   * Whether lines can be read as LibMultiLabel's and as nothing else: two or three cells in each,
   * the last one the longest by and large, and no header, as the first line's first cell is a
   * number or one of its labels comes again.
   */
  private static boolean isLibMultiLabel(Path file, boolean amongProse) throws IOException {
    Set<String> firstLabels = new HashSet<>();
    Set<String> ids = new HashSet<>();
    boolean header = true;
    int cells = 0;
    long count = 0;
    long labelCount = 0;
    long labelLength = 0;
    long textLength = 0;
    try (Utf8Lines lines = lines(file)) {
      for (Optional<Utf8Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        String[] parts = line.get().text().split("\t", -1);
        if (line.get().text().isBlank()) {
          continue;
        }
        if (parts.length < 2 || parts.length > 3 || (cells > 0 && parts.length != cells)) {
          return false;
        }
        List<String> labels = List.of(parts[parts.length - 2].strip().split("\\s+"));
        if (cells == 0) {
          firstLabels.addAll(labels);
          header = parts.length == 2 || !parts[0].strip().matches("\\d+");
        } else {
          header &= labels.stream().noneMatch(firstLabels::contains);
        }
        if (parts.length == 3 && !ids.add(parts[0])) {
          return false;
        }
        cells = parts.length;
        count++;
        labelCount += labels.size();
        labelLength += parts[parts.length - 2].length();
        textLength += parts[parts.length - 1].length();
      }
    }
    boolean clear = labelCount <= FEW_LABELS * count && textLength > TEXT_PER_LABELS * labelLength;
    return cells > 0 && !header && (amongProse ? clear : textLength > labelLength);
  }

  /** Lines of what may be running text, in which a line can be longer than memory. */
  static Utf8Lines lines(Path file) throws IOException {
    return Utf8Lines.inPieces(CompressedFile.open(file), LONGEST_PIECE);
  }

  /** The first line that is not blank. */
  static String firstLine(Path file) throws IOException {
    try (Utf8Lines lines = lines(file)) {
      Optional<Utf8Lines.Line> line = lines.next();
      while (line.isPresent() && line.get().text().isBlank()) {
        line = lines.next();
      }
      return line.map(Utf8Lines.Line::text).orElse("");
    }
  }

  /** Refuses files of programs whose files are no text. */
  static void requireTextByName(Path file) {
    String refusal = REFUSED.get(CorpusFormat.extension(file));
    if (refusal != null) {
      throw InvalidInputException.of("%s: %s", file, refusal);
    }
  }

  /** Some files say by their first bytes what they are, whatever they are called. */
  static void requireText(Path file) throws IOException {
    byte[] start;
    try (InputStream in = InputFile.open(file)) {
      start = in.readNBytes(MAGIC_BYTES);
    }
    String magic = new String(start, StandardCharsets.ISO_8859_1);
    MAGIC.forEach(
        (bytes, kind) -> {
          if (magic.startsWith(bytes)) {
            throw InvalidInputException.of(
                "%s: %s",
                file, REFUSED.getOrDefault(CorpusFormat.extension(file), REFUSED.get(kind)));
          }
        });
  }

  private static Map<String, String> refused() {
    String spreadsheet =
        "is a spreadsheet; save it as CSV in UTF-8 (Excel: Save As, CSV UTF-8; LibreOffice: Text"
            + " CSV, character set Unicode (UTF-8)) and give that file";
    String compressed =
        "is an archive; unpack it and give the file that was in it (.gz, .bz2 and .xz are read as"
            + " they are)";
    String table =
        "is a binary table; write it as JSON Lines, such as with Python: pandas.read_parquet(F)"
            + ".to_json(G, orient=\"records\", lines=True, force_ascii=False)";
    String arff =
        "is ARFF; write it as CSV with a column of 0 and 1 for each label, and set"
            + " corpus.labelColumns";
    String document = "is a word processor's file; save its table as CSV in UTF-8";
    Map<String, String> refused = new HashMap<>();
    Map.of(
            "xlsx xls xlsm xlsb ods numbers", spreadsheet,
            "zst zip 7z rar tar tgz", compressed,
            "parquet feather arrow pkl pickle", table,
            "doc docx odt pdf rtf", document,
            "arff", arff)
        .forEach((names, what) -> List.of(names.split(" ")).forEach(it -> refused.put(it, what)));
    return Map.copyOf(refused);
  }
}
