package io.github.polystill.data.corpus;

import io.github.polystill.data.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Rows of CSV or TSV, one after the other, in memory that does not depend on their number. Blank
 * lines are none. A header without the usual delimiter may show another one, as of a CSV with
 * semicolons, which spreadsheets write where the comma is the decimal sign.
 */
public final class DelimitedRows implements Closeable {
  private static final char REPLACEMENT = '\uFFFD';

  private final String name;
  private final char delimiter;
  private final TrackedReader reader;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private List<String> header = List.of();
  private long headerLine;

  /**
   * A row.
   *
   * @param line where it begins
   * @param cells none where the rows end here, as their quotes cannot be told
   * @param problem what is wrong with its bytes or quotes
   */
  public record Row(long line, List<String> cells, Optional<String> problem) {}

  /** Rows that are all read by {@link #read}, the header too. */
  DelimitedRows(Utf8Lines lines, String name, char usual, long longest) throws IOException {
    this.name = name;
    this.reader = new TrackedReader(lines, longest);
    this.delimiter = delimiter(reader.firstLine(), usual);
    CSVFormat format =
        CSVFormat.RFC4180.builder().setDelimiter(delimiter).setIgnoreEmptyLines(false).get();
    this.parser = CSVParser.builder().setReader(reader).setFormat(format).get();
    this.records = parser.iterator();
  }

  /**
   * Opens a stream, which is closed with this, and reads its header. A row may have twice as many
   * characters as a line may have bytes.
   *
   * @param name for errors
   * @throws InvalidInputException where there is no header
   */
  public static DelimitedRows open(InputStream in, String name, char delimiter) throws IOException {
    long longest = 2L * Utf8Lines.longestOfStream();
    DelimitedRows rows = new DelimitedRows(Utf8Lines.ofStream(in), name, delimiter, longest);
    Row header =
        rows.read()
            .map(rows::requireWhole)
            .orElseThrow(() -> InvalidInputException.of("%s: is empty; it needs a header", name));
    rows.header = header.cells().stream().map(LabelName::strip).toList();
    rows.headerLine = header.line();
    return rows;
  }

  /** What stands between the cells of a header: the usual, or what is there in its place. */
  static char delimiter(String header, char usual) {
    return header.indexOf(usual) >= 0
        ? usual
        : (char) header.chars().filter(c -> ";\t,".indexOf(c) >= 0).findFirst().orElse(usual);
  }

  char delimiter() {
    return delimiter;
  }

  /** The names of the columns. */
  public List<String> header() {
    return header;
  }

  /** The line on which the header begins. */
  public long headerLine() {
    return headerLine;
  }

  /** Whether a row is a header once more, as where two files were joined. */
  static boolean isHeader(List<String> row, List<String> header) {
    List<String> cells = row.stream().map(LabelName::strip).toList();
    return cells.size() == header.size()
        && header.contains(cells.get(0))
        && cells.stream().sorted().toList().equals(header.stream().sorted().toList());
  }

  /** What is wrong with a row that is not as wide as the header. */
  static Optional<String> otherWidth(List<String> row, List<String> header) {
    return row.size() == header.size()
        ? Optional.empty()
        : Optional.of(
            "has "
                + row.size()
                + " columns but the header has "
                + header.size()
                + "; put cells that contain the delimiter or a line end into double quotes");
  }

  /**
   * The next row below the header; empty at the end.
   *
   * @throws InvalidInputException where a row is too long, not UTF-8, not as wide as the header or
   *     the header once more, or its quotes are malformed
   */
  public Optional<Row> next() throws IOException {
    Optional<Row> row = read().map(this::requireWhole);
    row.flatMap(it -> otherWidth(it.cells(), header))
        .ifPresent(problem -> fail(row.get().line(), problem));
    if (row.isPresent() && isHeader(row.get().cells(), header)) {
      fail(row.get().line(), "is the header once more; remove the line");
    }
    return row;
  }

  private Row requireWhole(Row row) {
    row.problem().ifPresent(problem -> fail(row.line(), problem));
    return row;
  }

  private void fail(long line, String problem) {
    throw InvalidInputException.of("%s:%s: %s", name, line, problem);
  }

  /** The next row, right or wrong; empty at the end. */
  Optional<Row> read() throws IOException {
    while (true) {
      // Blank lines are records here, so the next one begins right behind the last.
      long line = parser.getCurrentLineNumber() + 1;
      reader.beginRecord();
      try {
        if (!records.hasNext()) {
          return reader.cutOff().map(DelimitedRows::unread);
        }
        List<String> cells = records.next().toList();
        Optional<String> damage = damageOf(line, cells);
        if (damage.isPresent() || cells.size() > 1 || !cells.get(0).isBlank()) {
          return Optional.of(new Row(line, cells, damage));
        }
      } catch (UncheckedIOException e) {
        Row malformed = new Row(line, List.of(), Optional.of(malformed(e.getCause())));
        return Optional.of(reader.cutOff().map(DelimitedRows::unread).orElse(malformed));
      }
    }
  }

  private static Row unread(Utf8Lines.Line line) {
    return new Row(line.number(), List.of(), line.damage());
  }

  /**
   * The damage in the lines of a row. The parser does not count a last line without line end, so
   * the line after the last one counts where the row shows the damage.
   */
  private Optional<String> damageOf(long firstLine, List<String> cells) {
    boolean shown = cells.stream().anyMatch(cell -> cell.indexOf(REPLACEMENT) >= 0);
    long lastLine = Math.max(firstLine, parser.getCurrentLineNumber());
    return reader.damageOf(firstLine, lastLine + (shown ? 1 : 0));
  }

  private String malformed(IOException e) {
    if (reader.recordIsTooLong()) {
      return "a row of so many lines has a double quote that is not closed; close it";
    }
    // The parser puts its own idea of the line first: "(startline 3) EOF reached ...".
    String reason =
        String.valueOf(e.getMessage())
            .replaceAll("\\((start)?line \\d+\\) ?", "")
            .replaceAll("\\s+", " ");
    return "malformed quotes ("
        + reason
        + "); close every double quote and double those inside a cell. Nothing after this line was"
        + " read";
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
