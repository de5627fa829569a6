package io.github.polystill.data.corpus;

import java.io.IOException;
import java.io.Reader;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Characters of a file for a parser, line by line, with which of its lines had bytes that are not
 * UTF-8.
 */
final class TrackedReader extends Reader {
  private final Utf8Lines lines;
  private final long longestRecord;
  private final NavigableMap<Long, String> damageOfLine = new TreeMap<>();
  private Optional<Utf8Lines.Line> cutOff = Optional.empty();
  private String current = "";
  private int position;
  private long charactersOfRecord;

  TrackedReader(Utf8Lines lines) {
    this(lines, Long.MAX_VALUE);
  }

  /**
   * A reader of records of limited length.
   *
   * @param longestRecord characters behind {@link #beginRecord} after which no more are read
   */
  TrackedReader(Utf8Lines lines, long longestRecord) {
    this.lines = lines;
    this.longestRecord = longestRecord;
  }

  /** The first line that is not blank, empty where there is none; it is still to be read. */
  String firstLine() throws IOException {
    String line = nextLine();
    StringBuilder read = new StringBuilder(line);
    while (!line.isEmpty() && line.isBlank()) {
      line = nextLine();
      read.append(line);
    }
    current = read.toString();
    return line;
  }

  void beginRecord() {
    charactersOfRecord = 0;
  }

  boolean recordIsTooLong() {
    return charactersOfRecord > longestRecord;
  }

  /** The first damage in some lines that were read, both ends included. */
  Optional<String> damageOf(long firstLine, long lastLine) {
    return damageOfLine.subMap(firstLine, true, lastLine, true).values().stream().findFirst();
  }

  /** A line that is too long, with which everything ends. */
  Optional<Utf8Lines.Line> cutOff() {
    return cutOff;
  }

  /** With its end; empty behind the last line. */
  private String nextLine() throws IOException {
    if (cutOff.isPresent()) {
      return ""; // a parser may ask again at the end
    }
    Optional<Utf8Lines.Line> next = lines.next();
    next.flatMap(Utf8Lines.Line::damage)
        .ifPresent(damage -> damageOfLine.put(next.get().number(), damage));
    cutOff = next.filter(line -> line.damage().isPresent() && line.text().isEmpty());
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
    charactersOfRecord += count;
    if (recordIsTooLong()) {
      throw new IOException("the record is too long");
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
