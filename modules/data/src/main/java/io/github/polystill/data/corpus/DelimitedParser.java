package io.github.polystill.data.corpus;

import io.github.polystill.data.corpus.CorpusFormat.FileType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Documents from CSV or TSV with a header line; blank lines are ignored. */
final class DelimitedParser {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int MOST_COLUMNS_NAMED = 5;

  private final char delimiter;
  private final DocumentCollector collector;
  private CorpusFormat format;
  private LabelReader labels;

  /** Index of every column by name. */
  private final Map<String, Integer> columns = new LinkedHashMap<>();

  private List<String> header = List.of();
  private long headerLine;

  /** Set where the header names no column of labels, until the next record shows where they are. */
  private boolean lacksLabels;

  DelimitedParser(CorpusFormat format, char delimiter, DocumentCollector collector) {
    // As the header's names are stripped, so must be those that are looked for.
    this.format =
        format.withLabelColumns(format.labelColumns().stream().map(LabelName::strip).toList());
    this.delimiter = delimiter;
    this.collector = collector;
    this.labels = new LabelReader(format.separator(), collector);
  }

  void parse(Utf8Lines lines) throws IOException {
    TrackedReader reader = new TrackedReader(lines);
    CSVFormat csv =
        CSVFormat.RFC4180.builder().setDelimiter(delimiter).setIgnoreEmptyLines(false).get();
    try (CSVParser parser = CSVParser.builder().setReader(reader).setFormat(csv).get()) {
      parseRecords(parser, reader);
    }
    labels.finish();
  }

  private void parseRecords(CSVParser parser, TrackedReader reader) throws IOException {
    Iterator<CSVRecord> records = parser.iterator();
    while (true) {
      // Blank lines count as records here, so the next record starts right after the last one.
      long line = parser.getCurrentLineNumber() + 1;
      CSVRecord record;
      try {
        if (!records.hasNext()) {
          rejectMissingLabels(List.of());
          return;
        }
        record = records.next();
      } catch (UncheckedIOException e) {
        collector.rejectFile(line, malformed(e.getCause()));
        return;
      }
      Optional<String> damage = damageOf(reader, record, line, parser.getCurrentLineNumber());
      if (isBlank(record) && damage.isEmpty()) {
        continue;
      }
      if (header.isEmpty()) {
        if (!parseHeader(line, record, damage)) {
          return;
        }
      } else if (lacksLabels) {
        rejectMissingLabels(record.toList());
        return;
      } else {
        collector.begin(line);
        if (damage.isPresent()) {
          collector.reject(damage.get());
        } else {
          parseRecord(record);
        }
      }
    }
  }

  private static boolean isBlank(CSVRecord record) {
    return record.size() == 1 && record.get(0).isBlank();
  }

  private boolean parseHeader(long line, CSVRecord record, Optional<String> damage) {
    if (damage.isPresent()) {
      collector.rejectFile(line, damage.get());
      return false;
    }
    headerLine = line;
    header = record.stream().map(LabelName::strip).toList();
    for (int i = 0; i < header.size(); i++) {
      columns.putIfAbsent(header.get(i), i);
    }
    recogniseExport();
    boolean complete = true;
    for (Map.Entry<String, String> column : neededColumns().entrySet()) {
      complete &= checkColumn(column.getKey(), column.getValue());
    }
    for (String column : format.labelColumns()) {
      Optional<String> problem = LabelName.problem(column);
      problem.ifPresent(it -> collector.rejectFile(headerLine, it));
      complete &= problem.isEmpty();
      collector.spelt(column, headerLine);
    }
    return complete || lacksLabels;
  }

  /** Finds the labels of an export of another program under the name that they have there. */
  private void recogniseExport() {
    boolean unnamed =
        format.labels().equals(CorpusFormat.DEFAULT_LABELS)
            && format.labelColumns().isEmpty()
            && !header.contains(CorpusFormat.DEFAULT_LABELS);
    boolean doccano = format.type().equals(Optional.of(FileType.DOCCANO));
    boolean labelStudio =
        format
            .type()
            .map(FileType.LABEL_STUDIO::equals)
            .orElseGet(() -> LabelStudio.exported(header));
    if (doccano) {
      boolean older = !header.contains(format.text()) && header.contains("data");
      format = unnamed ? format.withLabels(Doccano.LABEL) : format;
      format = older ? format.withText("data") : format;
      labels = new LabelReader(Doccano.CSV_SEPARATOR, collector);
    } else if (unnamed && labelStudio) {
      List<String> controls = LabelStudio.controls(header, format);
      if (controls.size() == 1) {
        format = format.withLabels(controls.get(0));
        collector.note(
            "read as an export of label-studio, labels from the column \""
                + format.labels()
                + "\"");
      }
    }
  }

  /** Columns that must be there, each with the key that names it. */
  private Map<String, String> neededColumns() {
    Map<String, String> needed = new LinkedHashMap<>();
    if (collector.textsOnly()) {
      needed.put(format.text(), collector.textKey());
      return needed;
    }
    if (!format.idIsOptional() || header.stream().anyMatch(format.id()::equalsIgnoreCase)) {
      needed.put(format.id(), "corpus.id");
    }
    needed.put(format.text(), collector.textKey());
    if (format.labelColumns().isEmpty()) {
      needed.put(format.labels(), "corpus.labels");
    } else {
      format.labelColumns().forEach(column -> needed.put(column, "corpus.labelColumns"));
    }
    if (!format.groupIsOptional()) {
      needed.put(format.group(), "corpus.group");
    }
    format.part().ifPresent(field -> needed.put(field.name(), field.kind().key()));
    return needed;
  }

  private boolean checkColumn(String name, String key) {
    int count = Collections.frequency(header, name);
    if (count == 0 && key.equals("corpus.labels")) {
      lacksLabels = true;
    } else if (count == 0) {
      collector.rejectFile(headerLine, missing(name, key));
    } else if (count > 1) {
      collector.rejectFile(
          headerLine, "the header has the column \"" + name + "\" twice; rename or remove one");
    }
    return count == 1;
  }

  private String missing(String name, String key) {
    return "the header has no column \""
        + name
        + "\""
        + FieldHint.of(key, name, header, "add the column or correct " + key)
        + (key.equals("corpus.labels") && header.contains(Doccano.LABEL)
            ? "; if it is doccano's: corpus.format: doccano (--format)"
            : "")
        + (delimiter == '\t'
            ? "; without a header, as LibMultiLabel's: corpus.format: libmultilabel (--format)"
            : "");
  }

  /** Reports that there is no column of labels, with those of 0 and 1 that may be meant. */
  private void rejectMissingLabels(List<String> record) {
    if (!lacksLabels) {
      return;
    }
    List<String> flags = new ArrayList<>();
    for (int i = 0; i < Math.min(record.size(), header.size()); i++) {
      if (LabelReader.isFlag(record.get(i)) && !header.get(i).equalsIgnoreCase(format.id())) {
        flags.add(header.get(i));
      }
    }
    String hint =
        flags.isEmpty()
            ? ""
            : "; where columns hold 0 and 1, name them: corpus.labelColumns: ["
                + String.join(", ", flags.subList(0, Math.min(flags.size(), MOST_COLUMNS_NAMED)))
                + (flags.size() > MOST_COLUMNS_NAMED ? ", ..." : "")
                + "] (--label-columns)";
    List<String> controls = LabelStudio.controls(header, format);
    collector.rejectFile(
        headerLine,
        LabelStudio.exported(header) && controls.size() > 1
            ? LabelStudio.several(controls)
            : missing(format.labels(), "corpus.labels") + hint);
  }

  private void parseRecord(CSVRecord record) {
    List<String> cells = record.stream().map(LabelName::strip).toList();
    if (DelimitedRows.isHeader(cells, header)) {
      rejectHeader(cells.equals(header));
      return;
    }
    if (record.size() != header.size()) {
      collector.reject(
          "has "
              + record.size()
              + " columns but the header has "
              + header.size()
              + "; put cells that contain the delimiter or a line end into double quotes");
      return;
    }
    if (collector.textsOnly()) {
      collector.endText(Optional.of(cell(record, format.text())));
      return;
    }
    Optional<String> id =
        Optional.of(format.id()).filter(columns::containsKey).map(it -> cell(record, it).strip());
    if (id.isEmpty()) {
      collector.lacksId("the record has no id");
    }
    collector.end(
        id,
        Optional.of(cell(record, format.text())),
        format.labelColumns().isEmpty()
            ? labels.ofText(format.labels(), cell(record, format.labels()))
            : Optional.of(
                format.labelColumns().stream()
                    .filter(column -> labels.flag(column, cell(record, column)))
                    .toList()),
        Optional.of(format.group())
            .filter(columns::containsKey)
            .map(column -> cell(record, column).strip())
            .filter(group -> !group.isEmpty()),
        format.part().flatMap(field -> collector.part(field, cell(record, field.name()))));
  }

  private void rejectHeader(boolean same) {
    String message = "is a header like that of line " + headerLine + "; ";
    if (same) {
      collector.reject(message + "where two files were joined, remove the second header");
    } else {
      collector.leaveOut();
      collector.rejectFile(
          collector.line(),
          message + "its columns have another order, so join the files anew, column by column");
    }
  }

  private String cell(CSVRecord record, String column) {
    return record.get(columns.get(column));
  }

  /**
   * The damage in the lines of a record. The parser does not count a last line without line end, so
   * the line after the last one counts where the record shows the damage.
   */
  private static Optional<String> damageOf(
      TrackedReader reader, CSVRecord record, long firstLine, long lastLine) {
    boolean shown = record.stream().anyMatch(cell -> cell.indexOf(REPLACEMENT) >= 0);
    return reader.damageOf(firstLine, Math.max(firstLine, lastLine) + (shown ? 1 : 0));
  }

  private static String malformed(IOException e) {
    // The parser puts its own idea of the line first: "(startline 3) EOF reached ...".
    String reason =
        String.valueOf(e.getMessage())
            .replaceAll("\\((start)?line \\d+\\) ?", "")
            .replaceAll("\\s+", " ");
    return "malformed quotes ("
        + reason
        + "); close every double quote and double those inside a cell. Nothing after this line"
        + " was read";
  }
}
