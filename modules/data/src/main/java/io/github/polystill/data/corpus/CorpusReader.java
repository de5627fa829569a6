package io.github.polystill.data.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Reads corpora from JSON Lines, JSON, CSV, TSV and the files of other programs ({@link
 * CorpusFormat.FileType}).
 *
 * <p>Files are UTF-8 with or without a byte order mark; lines end in LF, CRLF or CR. Ids and groups
 * are strings or whole numbers, texts are strings; labels lose white space and format characters at
 * their ends. A record is a problem where it is malformed or not UTF-8, lacks a field or has one of
 * the wrong type, has a blank id, text or label, a control character in a label, names a label
 * twice, or repeats an id. An empty list of labels is legal. Where no record has an id, its line is
 * its id, in a JSON array its number. Labels that look the same but are not are a problem of the
 * file.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public final class CorpusReader {
  private CorpusReader() {}

  /**
   * Reads a whole file and collects every problem instead of stopping at the first.
   *
   * @throws InvalidInputException where the file does not exist, is a directory, cannot be read, or
   *     has an extension that does not say its type
   * @throws IOException where reading fails half-way
   */
  public static CorpusReadResult read(Path file, CorpusFormat format) throws IOException {
    return read(file, format, new DocumentCollector(file));
  }

  /**
   * The same for a corpus of several files, each of the type that its own name and content say.
   * Lines that stand for ids have their part before them, such as {@code test:12}; so have all ids
   * where files have some in common.
   *
   * @param files by the {@link Document#part()} that their documents are, in reading order
   */
  public static CorpusReadResult read(Map<String, Path> files, CorpusFormat format)
      throws IOException {
    Map<String, Map<String, DocumentCollector.Place>> spellings = new HashMap<>();
    List<Document> documents = new ArrayList<>();
    List<CorpusProblem> problems = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    Set<String> withoutIds = new HashSet<>();
    int repeated = 0;
    int records = 0;
    for (Map.Entry<String, Path> file : files.entrySet()) {
      DocumentCollector collector =
          new DocumentCollector(file.getValue(), Optional.of(file.getKey()), spellings);
      CorpusReadResult result = read(file.getValue(), format, collector);
      documents.addAll(result.documents());
      if (!collector.hasIds()) {
        withoutIds.add(file.getKey());
      }
      for (Document document : result.documents()) {
        repeated += ids.add(document.id()) ? 0 : 1;
      }
      problems.addAll(result.problems());
      warnings.addAll(result.warnings());
      notes.addAll(result.notes());
      records += result.records();
    }
    if (repeated > 0) {
      documents.replaceAll(
          it -> withoutIds.contains(it.part().orElseThrow()) ? it : withPartInId(it));
      notes.add(
          repeated
              + " ids are in more than one file; documents are named by part and id, such as "
              + documents.get(0).id());
    }
    return new CorpusReadResult(documents, problems, records, warnings, notes);
  }

  private static Document withPartInId(Document document) {
    return new Document(
        document.part().orElseThrow() + ":" + document.id(),
        document.text(),
        document.labels(),
        document.group(),
        document.part());
  }

  private static CorpusReadResult read(Path file, CorpusFormat format, DocumentCollector collector)
      throws IOException {
    InputFile.requireReadable(file);
    FileType type = FormatRecognition.of(file, format);
    if (format.type().isEmpty()
        && !CorpusFormat.typeByName(file.toString()).equals(Optional.of(type))) {
      collector.note("read as %s", type.key());
    }
    // Most arrays are one line, of whatever length.
    try (Utf8Lines lines =
        type == FileType.JSON ? FormatRecognition.lines(file) : Utf8Lines.open(file)) {
      switch (type) {
        case JSONL -> new JsonParser(format, collector).parseLines(lines);
        case JSON -> new JsonParser(format, collector).parseArray(lines);
        case CSV -> parseTable(lines, file, ',', format, collector);
        case TSV -> parseTable(lines, file, '\t', format, collector);
        case FASTTEXT, LIBMULTILABEL -> new PlainLinesParser(format, collector).parse(lines, type);
        case DOCCANO, LABEL_STUDIO -> throw new IllegalStateException("not a parser: " + type);
      }
    }
    return collector.result();
  }

  private static void parseTable(
      Utf8Lines lines, Path file, char usual, CorpusFormat format, DocumentCollector collector)
      throws IOException {
    DelimitedRows rows = new DelimitedRows(lines, file.toString(), usual, Long.MAX_VALUE);
    char delimiter = rows.delimiter();
    if (delimiter != usual) {
      collector.note(
          "read with %s between the cells", delimiter == '\t' ? "tabs" : "\"" + delimiter + "\"");
    }
    new DelimitedParser(format, collector).parse(rows);
  }

  /** The corpus of a file in {@link CorpusFormat#defaults()}; throws as {@link #readStrict}. */
  public static Corpus corpus(Path file) throws IOException {
    return Corpus.of(readStrict(file, CorpusFormat.defaults()), 1);
  }

  /** Reads a file of which every record must be valid; throws as {@link #strict}. */
  public static List<Document> readStrict(Path file, CorpusFormat format) throws IOException {
    return strict(read(file, format));
  }

  /**
   * The documents of what was read.
   *
   * @throws InvalidInputException where there is a problem: names the first and says how many more
   *     there are
   */
  public static List<Document> strict(CorpusReadResult result) {
    if (!result.problems().isEmpty()) {
      throw firstOf(result.problems());
    }
    return result.documents();
  }

  /**
   * What was read without its invalid records.
   *
   * @throws InvalidInputException where the file as a whole is spoilt or no record is valid
   */
  public static CorpusReadResult skippingInvalid(CorpusReadResult result) {
    List<CorpusProblem> ofFile = new ArrayList<>(result.problems());
    ofFile.removeIf(problem -> problem.scope() == CorpusProblem.Scope.RECORD);
    if (!ofFile.isEmpty()) {
      throw firstOf(ofFile);
    }
    if (result.documents().isEmpty()) {
      throw firstOf(result.problems());
    }
    return result;
  }

  /**
   * The texts of a file alone, those that are blank left out; nothing else is looked at.
   *
   * @throws InvalidInputException as {@link #read}, and for the first problem
   */
  public static List<String> readTexts(Path file, CorpusFormat format) throws IOException {
    DocumentCollector collector = DocumentCollector.ofTexts(file);
    List<CorpusProblem> problems = read(file, format, collector).problems();
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems.get(0).toString());
    }
    return collector.texts();
  }

  /** Refuses a file with the name of one that is no text, such as a spreadsheet. */
  public static void requireText(Path file) {
    FormatRecognition.requireTextByName(file);
  }

  /**
   * Refuses a file that begins as those of such programs do, whatever it is called.
   *
   * @throws InvalidInputException where that is so, or there is no file to read
   */
  public static void requireTextInside(Path file) throws IOException {
    InputFile.requireReadable(file);
    FormatRecognition.requireText(file);
  }

  /**
   * The type of a file that is a corpus by its name, or by content that nothing else has; empty for
   * other files, among them running text with tabs in it, and for those that cannot be read.
   *
   * @param textField field or column of the text, which the header of a table must have
   */
  public static Optional<FileType> recognise(Path file, String textField) {
    Optional<FileType> named = CorpusFormat.typeByName(file.toString());
    try {
      CorpusFormat format = CorpusFormat.defaults().withText(textField);
      return named.isEmpty()
          ? FormatRecognition.byContent(file, format, true)
          : Optional.of(FormatRecognition.of(file, format));
    } catch (IOException | InvalidInputException e) {
      // Whoever opens it is told.
      return named;
    }
  }

  /**
   * The same for a stream, of which only the beginning is looked at, so that LibMultiLabel's lines
   * are not told from text.
   *
   * @param in supports marks; it is left at its beginning
   */
  public static Optional<FileType> recognise(InputStream in, String textField) throws IOException {
    return FormatRecognition.byBeginning(in, textField);
  }

  /** Whether a record is one that Label Studio exported. */
  public static boolean isOfLabelStudio(JsonNode value) {
    return value instanceof ObjectNode object && LabelStudio.exported(object);
  }

  private static InvalidInputException firstOf(List<CorpusProblem> problems) {
    CorpusProblem first = problems.get(0);
    int more = problems.size() - 1;
    String count =
        more == 0 ? "no other problem" : more == 1 ? "1 more problem" : more + " more problems";
    String remedy =
        first.scope() == CorpusProblem.Scope.FILE
            ? "`polystill corpus check` lists all"
            : "`polystill corpus check` lists all, corpus.skipInvalid leaves such records out";
    return InvalidInputException.of("%s (%s; %s)", first, count, remedy);
  }
}
