package io.github.polystill.data.corpus;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Documents from CSV or TSV with a header line. */
final class DelimitedParser {
  private static final int MOST_COLUMNS_NAMED = 5;

  private final DocumentCollector collector;
  private CorpusFormat format;
  private char delimiter;
  private Optional<RecordReader> records = Optional.empty();
  private List<String> header = List.of();
  private long headerLine;

  /** Index of every column by name. */
  private final Map<String, Integer> columns = new HashMap<>();

  /** Set where the header names no column of labels, until the next record shows where they are. */
  private boolean lacksLabels;

  DelimitedParser(CorpusFormat format, DocumentCollector collector) {
    // As the header's names are stripped, so must be those that are looked for.
    this.format =
        format.withLabelColumns(format.labelColumns().stream().map(LabelName::strip).toList());
    this.collector = collector;
  }

  void parse(DelimitedRows rows) throws IOException {
    delimiter = rows.delimiter();
    Optional<DelimitedRows.Row> row = rows.read();
    while (row.isPresent() && parse(row.get())) {
      row = rows.read();
    }
    if (lacksLabels) {
      rejectMissingLabels(row.map(DelimitedRows.Row::cells).orElse(List.of()));
    }
    records.ifPresent(RecordReader::finishLabels);
  }

  /** Takes a row; whether the next one is wanted too. */
  private boolean parse(DelimitedRows.Row row) {
    boolean isHeader = header.isEmpty();
    if (row.cells().isEmpty() || (isHeader && row.problem().isPresent())) {
      collector.rejectFile(row.line(), row.problem().orElseThrow());
      return false;
    }
    if (isHeader) {
      header = row.cells().stream().map(LabelName::strip).toList();
      headerLine = row.line();
      IntStream.range(0, header.size()).forEach(i -> columns.putIfAbsent(header.get(i), i));
      return checkHeader();
    }
    if (!lacksLabels) {
      collector.begin(row.line());
      row.problem().ifPresentOrElse(collector::reject, () -> parseRecord(row.cells()));
    }
    return !lacksLabels;
  }

  private boolean checkHeader() {
    recogniseExport();
    records = Optional.of(new RecordReader(format, collector));
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
    if (format.type().equals(Optional.of(FileType.DOCCANO))) {
      boolean older = !header.contains(format.text()) && header.contains("data");
      format = unnamed ? format.withLabels(Doccano.LABEL) : format;
      format = older ? format.withText("data") : format;
      format = format.withSeparator(Doccano.CSV_SEPARATOR);
      return;
    }
    boolean labelStudio =
        format
            .type()
            .map(FileType.LABEL_STUDIO::equals)
            .orElseGet(() -> LabelStudio.exported(header));
    List<String> controls = LabelStudio.controls(header, format);
    if (unnamed && labelStudio && controls.size() == 1) {
      format = format.withLabels(controls.get(0));
      collector.note(
          "read as an export of label-studio, labels from the column \"%s\"", format.labels());
    }
  }

  /** Columns that must be there, each with the key that names it. */
  private Map<String, String> neededColumns() {
    Map<String, String> needed = new LinkedHashMap<>();
    boolean all = !collector.textsOnly();
    if (all
        && (!format.idIsOptional() || header.stream().anyMatch(format.id()::equalsIgnoreCase))) {
      needed.put(format.id(), "corpus.id");
    }
    needed.put(format.text(), collector.textKey());
    if (all && format.labelColumns().isEmpty()) {
      needed.put(format.labels(), "corpus.labels");
    } else if (all) {
      format.labelColumns().forEach(column -> needed.put(column, "corpus.labelColumns"));
    }
    if (all && !format.groupIsOptional()) {
      needed.put(format.group(), "corpus.group");
    }
    format.part().filter(it -> all).ifPresent(it -> needed.put(it.name(), it.kind().key()));
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
          headerLine, "the header has the column \"%s\" twice; rename or remove one", name);
    }
    return count == 1;
  }

  private String missing(String name, String key) {
    return "the header has no column \""
        + name
        + "\""
        + FieldHint.of(key, name, header, "add the column or correct " + key)
        + (key.equals("corpus.labels") && header.contains(Doccano.LABEL)
            ? "; if it is doccano's: corpus.format: doccano"
            : "")
        + (delimiter == '\t'
            ? "; without a header, as LibMultiLabel's: corpus.format: libmultilabel"
            : "");
  }

  /** Reports that there is no column of labels, with those of 0 and 1 that may be meant. */
  private void rejectMissingLabels(List<String> record) {
    List<String> controls = LabelStudio.controls(header, format);
    if (LabelStudio.exported(header) && controls.size() > 1) {
      collector.rejectFile(headerLine, LabelStudio.several(controls));
      return;
    }
    List<String> flags =
        IntStream.range(0, Math.min(record.size(), header.size()))
            .filter(i -> LabelReader.isFlag(record.get(i)))
            .mapToObj(header::get)
            .filter(column -> !column.equalsIgnoreCase(format.id()))
            .toList();
    String hint =
        flags.isEmpty()
            ? ""
            : "; where columns hold 0 and 1, name them: corpus.labelColumns: ["
                + String.join(", ", flags.subList(0, Math.min(flags.size(), MOST_COLUMNS_NAMED)))
                + (flags.size() > MOST_COLUMNS_NAMED ? ", ..." : "")
                + "]";
    collector.rejectFile(headerLine, missing(format.labels(), "corpus.labels") + hint);
  }

  private void parseRecord(List<String> record) {
    if (DelimitedRows.isHeader(record, header)) {
      rejectHeader(record.stream().map(LabelName::strip).toList().equals(header));
      return;
    }
    Optional<String> otherWidth = DelimitedRows.otherWidth(record, header);
    if (otherWidth.isPresent()) {
      collector.reject(otherWidth.get());
      return;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    columns.forEach(
        (name, i) -> {
          boolean stripped = name.equals(format.id()) || name.equals(format.group());
          object.put(name, stripped ? record.get(i).strip() : record.get(i));
        });
    records.orElseThrow().readFields(object);
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
}
