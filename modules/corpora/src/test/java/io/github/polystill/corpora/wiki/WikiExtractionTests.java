package io.github.polystill.corpora.wiki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.SharedData;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WikiExtractionTests {
  private static final String ENGLISH =
      "wiki/enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2";

  @TempDir private Path directory;

  private static WikiExtractionSummary extract(Path dump, OutputStream out, int threads)
      throws IOException {
    return new WikiExtraction(dump, false, threads, bytes -> {}).writeTo(out);
  }

  /** The figures are those of the card of the data, not of this code. */
  @Test
  void findsWhatTheCardOfTheDumpsSays() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    WikiExtractionSummary english = extract(SharedData.file(ENGLISH), text, 2);
    assertThat(english.pages()).isEqualTo(206);
    assertThat(english.redirects()).isEqualTo(99);
    assertThat(english.articles()).isEqualTo(106);
    assertThat(english.skipped()).isEmpty();
    assertThat(text.toString(StandardCharsets.UTF_8).lines().count())
        .isEqualTo(english.paragraphs());

    WikiExtractionSummary bulgarian =
        extract(
            SharedData.file("wiki/bgwiki-latest-pages-articles-shortened.xml.bz2"),
            new ByteArrayOutputStream(),
            1);
    assertThat(bulgarian.pages()).isEqualTo(3);
    assertThat(bulgarian.articles()).isEqualTo(1);
  }

  @Test
  void leavesNoMarkupOfTables() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Path dump = SharedData.file("wiki/enwiki-table-markup.xml.bz2");
    assertThat(extract(dump, text, 2).articles()).isEqualTo(5);
    assertThat(text.toString(StandardCharsets.UTF_8).lines())
        .isNotEmpty()
        .noneMatch(line -> line.matches(".*(\\{\\||\\|\\}|\\{\\{|\\}\\}|style=|wikitable).*"));
  }

  @Test
  void writesTheSameOnAnyNumberOfThreads() throws IOException {
    Path dump = SharedData.file(ENGLISH);
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    ByteArrayOutputStream four = new ByteArrayOutputStream();
    assertThat(extract(dump, one, 1)).isEqualTo(extract(dump, four, 4));
    assertThat(four.toByteArray()).isEqualTo(one.toByteArray());
  }

  /** More entities than the JDK's limit of 50 million characters, and more text than is held. */
  @Test
  void readsMoreEntitiesThanTheLimitsOfTheJdk() throws IOException {
    Path dump = directory.resolve("large.xml");
    String text = "word &lt;b&gt; &amp;amp; &#20013;".repeat(4_000);
    int pages = 650;
    try (BufferedWriter out = Files.newBufferedWriter(dump)) {
      out.write("<mediawiki>");
      for (int i = 0; i < pages; i++) {
        out.write("<page><title>T" + i + "</title><ns>0</ns><revision><text>");
        out.write(text);
        out.write("</text></revision></page>");
      }
      out.write("</mediawiki>");
    }
    PeakMemory memory = new PeakMemory();
    long[] seen = {0};
    WikiExtractionSummary summary =
        new WikiExtraction(
                dump,
                false,
                2,
                bytes -> {
                  seen[0]++;
                  if (seen[0] % 150 == 0) {
                    memory.measure();
                  }
                })
            .writeTo(OutputStream.nullOutputStream());
    assertThat(summary.articles()).isEqualTo(pages);
    assertThat(Files.size(dump)).isGreaterThan(75_000_000L);
    assertThat(memory.growth()).isLessThan(60L << 20);
  }

  /** Memory in use after a collection, beyond that at the first measurement's start. */
  private static final class PeakMemory {
    private final long before = used();
    private long peak = before;

    void measure() {
      peak = Math.max(peak, used());
    }

    long growth() {
      return peak - before;
    }

    private static long used() {
      System.gc();
      return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
  }

  @Test
  void countsPagesThatAreNoArticles() throws IOException {
    String[] pages = {
      "<title>甲</title><ns>0</ns>",
      "<title>乙</title><ns>0</ns><redirect title=\"甲\"/>",
      "<title>丙</title><ns>0</ns>#REDIRECT",
      "<title>Talk:甲</title><ns>1</ns>",
      "<title>Talk:乙</title><ns>1</ns><redirect title=\"甲\"/>",
      "<title>Template:甲</title><ns>10</ns>",
    };
    StringBuilder dump = new StringBuilder("<mediawiki>");
    for (String page : pages) {
      boolean redirect = page.endsWith("#REDIRECT");
      String text = redirect ? "#REDIRECT [[甲]]" : "text";
      dump.append("<page>").append(page.replace("#REDIRECT", "")).append("<revision><text>");
      dump.append(text).append("</text></revision></page>");
    }
    Path file = Files.writeString(directory.resolve("p.xml"), dump.append("</mediawiki>"));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    assertThat(extract(file, text, 2))
        .isEqualTo(new WikiExtractionSummary(6, 1, 2, 1, 4, List.of()));
    assertThat(text.toString(StandardCharsets.UTF_8)).isEqualTo("text\n");
  }

  /** Other slots of a revision, such as structured data, lie in elements of their own. */
  @Test
  void readsTheMainSlotOfTheLastRevision() throws IOException {
    String other =
        "<content><role>mediainfo</role><model>json</model><text>{\"a\": \"slot\"}</text></content>";
    String[] revisions = {
      "<text>main</text>" + other,
      other + "<text>main</text>",
      other + "<content><role>main</role><text>main</text></content>",
      "<text>main</text><text>second</text>",
      "<text>old</text></revision><revision><text>main</text>" + other,
    };
    for (String revision : revisions) {
      Path file =
          Files.writeString(
              directory.resolve("slots.xml"),
              "<mediawiki><page><title>T</title><ns>0</ns><revision>"
                  + revision
                  + "</revision></page></mediawiki>");
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      extract(file, text, 1);
      assertThat(text.toString(StandardCharsets.UTF_8)).as(revision).isEqualTo("main\n");
    }
  }

  @Test
  void refusesADumpWithoutArticles() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("t.xml"),
            "<mediawiki><page><title>T</title><ns>1</ns></page></mediawiki>");
    assertThatThrownBy(() -> extract(file, OutputStream.nullOutputStream(), 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("t.xml: 1 pages but no article");
  }

  @Test
  void endsWithTheErrorOfACutDump() throws IOException {
    byte[] whole = Files.readAllBytes(SharedData.file(ENGLISH));
    Path cut = directory.resolve("cut.xml.bz2");
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> extract(cut, OutputStream.nullOutputStream(), 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cut.xml.bz2: damaged or cut off near byte");
  }
}
