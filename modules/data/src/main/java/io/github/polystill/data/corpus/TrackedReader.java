package io.github.polystill.data.corpus;

import java.io.IOException;
import java.io.Reader;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Characters of a file for a parser, with which of its lines had bytes that are not UTF-8. */
final class TrackedReader extends Reader {
  private final Utf8Lines lines;
  private final NavigableMap<Long, String> damageOfLine = new TreeMap<>();
  private String current = "";
  private int position;

  TrackedReader(Utf8Lines lines) {
    this.lines = lines;
  }

  /** The first damage in some lines that were read, both ends included. */
  Optional<String> damageOf(long firstLine, long lastLine) {
    return damageOfLine.subMap(firstLine, true, lastLine, true).values().stream().findFirst();
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
