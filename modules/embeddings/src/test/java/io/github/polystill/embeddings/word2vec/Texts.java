package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.text.TextReader;
import io.github.polystill.data.text.TextSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/** Texts in memory. */
record Texts(List<String> paragraphs) implements TextSource {
  static final int GROUPS = 4;
  static final int GROUP_WORDS = 6;

  /** Paragraphs that each use the words of one group, such as g2w5. */
  static Texts ofGroups(int paragraphs) {
    SplittableRandom random = new SplittableRandom(7);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < paragraphs; i++) {
      StringBuilder line = new StringBuilder();
      int group = random.nextInt(GROUPS);
      for (int w = 0; w < 12; w++) {
        line.append("g").append(group).append("w").append(random.nextInt(GROUP_WORDS)).append(' ');
      }
      lines.add(line.toString());
    }
    return new Texts(lines);
  }

  @Override
  public String name() {
    return "texts";
  }

  @Override
  public long bytes() {
    return paragraphs.stream().mapToLong(String::length).sum();
  }

  @Override
  public TextReader open() {
    Iterator<String> iterator = paragraphs.iterator();
    return new TextReader() {
      @Override
      public String next() {
        return iterator.hasNext() ? iterator.next() : null;
      }

      @Override
      public long bytesRead() {
        return 0;
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }
}
