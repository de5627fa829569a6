package io.github.polystill.data.corpus;

import io.github.polystill.data.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Rows of CSV or TSV below its header line, one after the other, in memory that does not depend on
 * their number. Blank lines are none. A header without the usual delimiter may show another one, as
 * of a CSV with semicolons, which spreadsheets write where the comma is the decimal sign. Unlike
 * {@link CorpusReader} it stops at the first mistake.
 */
public final class DelimitedRows implements Closeable {
  private final String name;
  private final int longest;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final Row header;
  private long line;
  private int charactersOfRow;

  private DelimitedRows(InputStream in, String name, char delimiter, int longest)
      throws IOException {
    this.name = name;
    this.longest = longest;
    Characters characters = new Characters(Utf8Lines.notLongerThan(in, longest));
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(delimiter(characters.begin(), delimiter))
            .setIgnoreEmptyLines(false)
            .get();
    this.parser = CSVParser.builder().setReader(characters).setFormat(format).get();
    this.records = parser.iterator();
    this.header =
        read()
            .map(row -> new Row(row.line(), row.cells().stream().map(LabelName::strip).toList()))
            .orElseThrow(() -> new InvalidInputException(name + ": is empty; it needs a header"));
  }

  /**
   * A row.
   *
   * @param line where it begins
   * @param cells as many as the header has
   */
  public record Row(long line, List<String> cells) {}

  /**
   * Opens a stream, which is closed with this, and reads its header.
   *
   * @param name for errors
   * @param longest bytes of a line, and characters of a row
   * @throws InvalidInputException where there is no header
   */
  public static DelimitedRows open(InputStream in, String name, char delimiter, int longest)
      throws IOException {
    return new DelimitedRows(in, name, delimiter, longest);
  }

  /** What stands between the cells of a header: the usual, or what is there in its place. */
  static char delimiter(String header, char usual) {
    return header.indexOf(usual) >= 0
        ? usual
        : (char) header.chars().filter(c -> ";\t,".indexOf(c) >= 0).findFirst().orElse(usual);
  }

  /** Whether a row, its cells stripped, is a header once more, as where two files were joined. */
  static boolean isHeader(List<String> cells, List<String> header) {
    return cells.size() == header.size()
        && header.contains(cells.get(0))
        && cells.stream().sorted().toList().equals(header.stream().sorted().toList());
  }

  /** The names of the columns. */
  public Row header() {
    return header;
  }

  /**
   * The next row; empty at the end.
   *
   * @throws InvalidInputException where a row is too long, not UTF-8, not as wide as the header or
   *     the header once more, or its quotes are malformed
   */
  public Optional<Row> next() throws IOException {
    Optional<Row> row = read();
    if (row.isPresent() && row.get().cells().size() != header.cells().size()) {
      throw at(
          "has "
              + row.get().cells().size()
              + " columns but the header has "
              + header.cells().size()
              + "; put cells that contain the delimiter or a line end into double quotes");
    }
    if (row.isPresent()
        && isHeader(row.get().cells().stream().map(LabelName::strip).toList(), header.cells())) {
      throw at("is the header once more; remove the line");
    }
    return row;
  }

  private Optional<Row> read() throws IOException {
    while (true) {
      // Blank lines are records here, so the next one begins right behind the last.
      line = parser.getCurrentLineNumber() + 1;
      charactersOfRow = 0;
      try {
        if (!records.hasNext()) {
          return Optional.empty();
        }
        CSVRecord record = records.next();
        if (record.size() > 1 || !record.get(0).isBlank()) {
          return Optional.of(new Row(line, record.stream().toList()));
        }
      } catch (UncheckedIOException e) {
        throw at("malformed quotes; close every double quote and double those inside a cell");
      }
    }
  }

  private InvalidInputException at(String problem) {
    return new InvalidInputException(name + ":" + line + ": " + problem);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  /** Characters line by line, so that nobody meets a mistake of a line before it is needed. */
  private final class Characters extends Reader {
    private final Utf8Lines lines;
    private String current = "";
    private int position;

    Characters(Utf8Lines lines) {
      this.lines = lines;
    }

    /** Reads up to the first line that is not blank; that line. */
    String begin() throws IOException {
      String line = nextLine();
      current = line;
      while (!line.isEmpty() && line.isBlank()) {
        line = nextLine();
        current += line;
      }
      return line;
    }

    /** With its end, so it is empty behind the last line alone. */
    private String nextLine() throws IOException {
      Optional<Utf8Lines.Line> next = lines.next();
      next.flatMap(Utf8Lines.Line::damage)
          .ifPresent(
              damage -> {
                throw new InvalidInputException(name + ":" + next.get().number() + ": " + damage);
              });
      return next.map(line -> line.text() + line.end()).orElse("");
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      if (position == current.length()) {
        current = nextLine();
        position = 0;
        if (current.isEmpty()) {
          return -1;
        }
      }
      int count = Math.min(length, current.length() - position);
      current.getChars(position, position + count, buffer, offset);
      position += count;
      charactersOfRow += count;
      if (charactersOfRow > 2 * longest) {
        throw at("a row of so many lines has a double quote that is not closed; close it");
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
