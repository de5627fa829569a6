package io.github.polystill.corpora.text;

import io.github.polystill.data.text.TextReader;
import java.util.Iterator;
import java.util.List;

/** Lines of texts in memory. */
final class WholeTextReader implements TextReader {
  private final Iterator<String> lines;
  private final long bytes;

  /**
   * A reader of texts.
   *
   * @param bytes size of the file that they came from, all of which has been read
   */
  WholeTextReader(List<String> texts, long bytes) {
    this.lines = texts.stream().flatMap(String::lines).filter(it -> !it.isBlank()).iterator();
    this.bytes = bytes;
  }

  @Override
  public String next() {
    return lines.hasNext() ? lines.next() : null;
  }

  @Override
  public long bytesRead() {
    return bytes;
  }

  @Override
  public void close() {}
}
