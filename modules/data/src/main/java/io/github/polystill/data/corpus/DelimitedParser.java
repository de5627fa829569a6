package io.github.polystill.data.corpus;

import io.github.polystill.data.NearestName;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Documents from CSV or TSV with a header line; blank lines are ignored. */
final class DelimitedParser {
  private final CorpusFormat format;
  private final char delimiter;
  private final DocumentCollector collector;

  /** Index of every column by name. */
  private final Map<String, Integer> columns = new LinkedHashMap<>();

  private int width;

  DelimitedParser(CorpusFormat format, char delimiter, DocumentCollector collector) {
    this.format = format;
    this.delimiter = delimiter;
    this.collector = collector;
  }

  void parse(Utf8Lines lines) throws IOException {
    DamageTrackingReader reader = new DamageTrackingReader(lines);
    CSVFormat csv =
        CSVFormat.RFC4180.builder().setDelimiter(delimiter).setIgnoreEmptyLines(false).get();
    try (CSVParser parser = CSVParser.builder().setReader(reader).setFormat(csv).get()) {
      parseRecords(parser, reader);
    }
  }

  private void parseRecords(CSVParser parser, DamageTrackingReader reader) throws IOException {
    Iterator<CSVRecord> records = parser.iterator();
    boolean header = true;
    while (true) {
      // Blank lines count as records here, so the next record starts right after the last one.
      long line = parser.getCurrentLineNumber() + 1;
      CSVRecord record;
      try {
        if (!records.hasNext()) {
          return;
        }
        record = records.next();
      } catch (UncheckedIOException e) {
        collector.rejectFile(line, malformed(e.getCause()));
        return;
      }
      Optional<String> damage = reader.damageOf(record, line, parser.getCurrentLineNumber());
      if (isBlank(record) && damage.isEmpty()) {
        continue;
      }
      if (header) {
        header = false;
        if (!parseHeader(line, record, damage)) {
          return;
        }
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

  private boolean parseHeader(long line, CSVRecord header, Optional<String> damage) {
    if (damage.isPresent()) {
      collector.rejectFile(line, damage.get());
      return false;
    }
    width = header.size();
    List<String> names = header.stream().map(String::strip).toList();
    for (int i = 0; i < width; i++) {
      columns.putIfAbsent(names.get(i), i);
    }
    boolean complete = true;
    for (Map.Entry<String, String> column : neededColumns().entrySet()) {
      complete &= checkColumn(line, column.getKey(), column.getValue(), names);
    }
    return complete;
  }

  /** Columns that must be there, each with the key that names it. */
  private Map<String, String> neededColumns() {
    Map<String, String> needed = new LinkedHashMap<>();
    if (collector.textsOnly()) {
      needed.put(format.text(), collector.textKey());
      return needed;
    }
    needed.put(format.id(), "corpus.id");
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

  private boolean checkColumn(long line, String name, String key, List<String> names) {
    int count = Collections.frequency(names, name);
    if (count == 0) {
      collector.rejectFile(
          line,
          "the header has no column \""
              + name
              + "\""
              + NearestName.hint(names, name)
              + "; add the column or correct "
              + key);
    } else if (count > 1) {
      collector.rejectFile(
          line, "the header has the column \"" + name + "\" twice; rename or remove one");
    }
    return count == 1;
  }

  private void parseRecord(CSVRecord record) {
    if (record.size() != width) {
      collector.reject(
          "has "
              + record.size()
              + " columns but the header has "
              + width
              + "; put cells that contain the delimiter or a line end into double quotes");
      return;
    }
    if (collector.textsOnly()) {
      collector.endText(Optional.of(cell(record, format.text())));
      return;
    }
    collector.end(
        Optional.of(cell(record, format.id()).strip()),
        Optional.of(cell(record, format.text())),
        Optional.of(format.labelColumns().isEmpty() ? joinedLabels(record) : columnLabels(record)),
        Optional.of(format.group())
            .filter(columns::containsKey)
            .map(column -> cell(record, column).strip())
            .filter(group -> !group.isEmpty()),
        format.part().flatMap(field -> collector.part(field, cell(record, field.name()))));
  }

  private String cell(CSVRecord record, String column) {
    return record.get(columns.get(column));
  }

  private List<String> joinedLabels(CSVRecord record) {
    String joined = cell(record, format.labels());
    return joined.isBlank()
        ? List.of()
        : List.of(joined.split(Pattern.quote(format.separator()), -1));
  }

  private List<String> columnLabels(CSVRecord record) {
    List<String> labels = new ArrayList<>();
    for (String column : format.labelColumns()) {
      String value = cell(record, column).strip();
      if (value.equals("1")) {
        labels.add(column);
      } else if (!value.equals("0")) {
        collector.reject(
            "the label column \"" + column + "\" holds \"" + value + "\"; write 1 or 0");
      }
    }
    return labels;
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

  /** Characters for the CSV parser that remembers which lines had bytes that are not UTF-8. */
  private static final class DamageTrackingReader extends Reader {
    private static final char REPLACEMENT = '\uFFFD';

    private final Utf8Lines lines;
    private final NavigableMap<Long, String> damageOfLine = new TreeMap<>();
    private String current = "";
    private int position;

    DamageTrackingReader(Utf8Lines lines) {
      this.lines = lines;
    }

    /**
     * The damage in the lines of a record. The parser does not count a last line without line end,
     * so the line after the last one counts where the record shows the damage.
     */
    Optional<String> damageOf(CSVRecord record, long firstLine, long lastLine) {
      long last = Math.max(firstLine, lastLine);
      if (record.stream().anyMatch(cell -> cell.indexOf(REPLACEMENT) >= 0)) {
        last++;
      }
      return damageOfLine.subMap(firstLine, true, last, true).values().stream().findFirst();
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      while (position == current.length()) {
        Optional<Utf8Lines.Line> line = lines.next();
        if (line.isEmpty()) {
          return -1;
        }
        line.get().damage().ifPresent(damage -> damageOfLine.put(line.get().number(), damage));
        current = line.get().text() + line.get().end();
        position = 0;
      }
      int count = Math.min(length, current.length() - position);
      current.getChars(position, position + count, buffer, offset);
      position += count;
      return count;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
