package io.github.polystill.experiments.preparation;

import io.github.polystill.data.text.TextReader;
import io.github.polystill.data.text.TextSource;
import java.util.Iterator;
import java.util.List;

/** Texts of documents in memory; their lines are the paragraphs. */
record DocumentText(String name, List<String> texts) implements TextSource {
  DocumentText {
    texts = List.copyOf(texts);
  }

  /** In characters; only shares of it matter. */
  @Override
  public long bytes() {
    return texts.stream().mapToLong(String::length).sum();
  }

  @Override
  public TextReader open() {
    Iterator<String> lines =
        texts.stream().flatMap(String::lines).filter(line -> !line.isBlank()).iterator();
    return new TextReader() {
      private long read;

      @Override
      public String next() {
        if (!lines.hasNext()) {
          return null;
        }
        String line = lines.next();
        read += line.length();
        return line;
      }

      @Override
      public long bytesRead() {
        return read;
      }

      @Override
      public void close() {}
    };
  }
}
