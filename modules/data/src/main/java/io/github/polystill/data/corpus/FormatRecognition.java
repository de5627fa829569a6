package io.github.polystill.data.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.polystill.data.CompressedFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private FormatRecognition() {}

  /**
   * The parser that a file needs: JSONL, JSON, CSV, TSV, FASTTEXT or LIBMULTILABEL.
   *
   * @throws InvalidInputException where neither format nor extension nor content say it, or the
   *     file is a spreadsheet, compressed, or of another program
   */
  static FileType of(Path file, CorpusFormat format) throws IOException {
    String extension = extension(file);
    requireText(file);
    if (format.type().isPresent()) {
      return switch (format.type().get()) {
        case DOCCANO, LABEL_STUDIO -> exported(file, extension);
        default -> format.type().get();
      };
    }
    requireTextByName(file);
    return switch (extension) {
      case "jsonl", "ndjson", "json" -> json(file);
      case "csv" -> FileType.CSV;
      case "tsv", "tab" ->
          !hasHeader(file, format) && isLibMultiLabel(file, false)
              ? FileType.LIBMULTILABEL
              : FileType.TSV;
      default -> byContent(file, format).orElseThrow(() -> unknown(file));
    };
  }

  private static FileType exported(Path file, String extension) throws IOException {
    return switch (extension) {
      case "csv" -> FileType.CSV;
      case "tsv", "tab" -> FileType.TSV;
      default -> json(file);
    };
  }

  private static FileType json(Path file) throws IOException {
    return firstLine(file).strip().startsWith("[") ? FileType.JSON : FileType.JSONL;
  }

  /** The type of a file of which the name says none, where its content does. */
  private static Optional<FileType> byContent(Path file, CorpusFormat format) throws IOException {
    return byContent(file, format, false);
  }

  /**
   * The same of a file that may well be prose, such as sentences with their translations behind a
   * tab: what stands before the text must be short.
   */
  static Optional<FileType> amongProse(Path file) throws IOException {
    return byContent(file, CorpusFormat.defaults(), true);
  }

  private static Optional<FileType> byContent(Path file, CorpusFormat format, boolean amongProse)
      throws IOException {
    String first = firstLine(file).strip();
    if (first.startsWith(PlainLine.LABEL_PREFIX)) {
      return Optional.of(FileType.FASTTEXT);
    }
    if (isObject(first)) {
      return Optional.of(FileType.JSONL);
    }
    return hasHeader(file, format) || !isLibMultiLabel(file, amongProse)
        ? Optional.empty()
        : Optional.of(FileType.LIBMULTILABEL);
  }

  /** Whether a line is a JSON object, which no sentence is. */
  private static boolean isObject(String line) {
    if (!line.startsWith("{")) {
      return false;
    }
    try {
      return STRICT.readTree(line).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static InvalidInputException unknown(Path file) {
    String types =
        Arrays.stream(FileType.values()).map(FileType::key).collect(Collectors.joining(", "));
    return new InvalidInputException(
        file
            + ": neither extension nor content say how the corpus is written; set corpus.format"
            + " (--format) to one of "
            + types);
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
  private static Utf8Lines lines(Path file) throws IOException {
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

  private static String extension(Path file) {
    String name = CorpusFormat.COMPRESSION.matcher(file.getFileName().toString()).replaceFirst("");
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Refuses files of programs whose files are no text. */
  static void requireTextByName(Path file) {
    String refusal = REFUSED.get(extension(file));
    if (refusal != null) {
      throw new InvalidInputException(file + ": " + refusal);
    }
  }

  /** Some files say by their first bytes what they are, whatever they are called. */
  private static void requireText(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(MAGIC_BYTES);
    }
    String magic = new String(start, StandardCharsets.ISO_8859_1);
    MAGIC.forEach(
        (bytes, kind) -> {
          if (magic.startsWith(bytes)) {
            throw new InvalidInputException(
                file + ": " + REFUSED.getOrDefault(extension(file), REFUSED.get(kind)));
          }
        });
  }

  private static Map<String, String> refused() {
    String spreadsheet =
        "is a spreadsheet; save it as CSV in UTF-8 (Excel: Save As, CSV UTF-8; LibreOffice: Text"
            + " CSV, character set Unicode (UTF-8)) and give that file";
    String compressed =
        "is an archive; unpack it and give the file that was in it (.gz, .bz2 and .xz are read as they"
            + " are)";
    String table =
        "is a binary table; write it as JSON Lines, such as with Python: pandas.read_parquet(F)"
            + ".to_json(G, orient=\"records\", lines=True, force_ascii=False)";
    String arff =
        "is ARFF; write it as CSV with a column of 0 and 1 for each label, and set"
            + " corpus.labelColumns (--label-columns)";
    String document = "is a word processor's file; save its table as CSV in UTF-8";
    Map<String, String> refused = new HashMap<>();
    List.of("xlsx", "xls", "xlsm", "xlsb", "ods", "numbers")
        .forEach(it -> refused.put(it, spreadsheet));
    List.of("zst", "zip", "7z", "rar", "tar", "tgz").forEach(it -> refused.put(it, compressed));
    List.of("parquet", "feather", "arrow", "pkl", "pickle").forEach(it -> refused.put(it, table));
    List.of("doc", "docx", "odt", "pdf", "rtf").forEach(it -> refused.put(it, document));
    refused.put("arff", arff);
    return Map.copyOf(refused);
  }
}
