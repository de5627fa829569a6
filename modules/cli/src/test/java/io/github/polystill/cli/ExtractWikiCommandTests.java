package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.CompressedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractWikiCommandTests {
  private static final String DUMP =
      "<mediawiki><page><title>T</title><ns>0</ns><revision><text>'''头发''' {{x}}\n\nb"
          + "</text></revision></page><page><title>R</title><ns>0</ns><redirect title=\"T\"/>"
          + "<revision><text>#REDIRECT [[T]]</text></revision></page></mediawiki>";

  @TempDir private Path directory;

  @Test
  void writesParagraphsAndPrintsFigures() throws IOException {
    Path dump = Files.writeString(directory.resolve("a.xml"), DUMP);
    Path out = directory.resolve("a.txt");
    Outcome outcome =
        Outcome.of("corpus", "extract-wiki", dump, "--out", out, "--traditional", "--json");
    assertThat(outcome.exitCode()).isZero();
    assertThat(Files.readString(out)).isEqualTo("頭髮\nb\n");
    JsonNode summary = new ObjectMapper().readTree(outcome.out()).get("summary");
    assertThat(summary.get("pages").asInt()).isEqualTo(2);
    assertThat(summary.get("articles").asInt()).isEqualTo(1);
    assertThat(summary.get("redirects").asInt()).isEqualTo(1);
    assertThat(summary.get("paragraphs").asInt()).isEqualTo(2);
    assertThat(summary.get("characters").asInt()).isEqualTo(3);
  }

  @Test
  void severalDumpsGoIntoADirectory() throws IOException {
    Path first = Files.writeString(directory.resolve("a.xml"), DUMP);
    Path cut = Files.writeString(directory.resolve("b.xml"), DUMP.substring(0, 150));
    Path last = Files.writeString(directory.resolve("c.xml"), DUMP);
    Path out = directory.resolve("texts");
    Outcome outcome =
        Outcome.of("corpus", "extract-wiki", first, cut, last, "--out", out, "--traditional");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).contains("a.xml.txt.xz", "c.xml.txt.xz").doesNotContain("b.xml.txt");
    assertThat(outcome.err())
        .contains("polystill: " + cut + ":")
        .endsWith("2 of 3 files are done" + System.lineSeparator());
    for (String name : new String[] {"a.xml.txt.xz", "c.xml.txt.xz"}) {
      try (InputStream text = CompressedFile.open(out.resolve(name))) {
        assertThat(text).hasContent("頭髮\nb\n");
      }
    }
    Path sub = Files.createDirectory(directory.resolve("sub"));
    Path same = Files.copy(first, sub.resolve("a.xml"));
    assertThat(Outcome.of("corpus", "extract-wiki", first, last, "--out", out).error())
        .contains("a.xml.txt.xz is there already");
    assertThat(Outcome.of("corpus", "extract-wiki", first, same, "--out", sub).error())
        .contains("would be written twice");
    Path own = Files.copy(first, sub.resolve("c.txt.xz"));
    Path bare = Files.copy(first, sub.resolve("c"));
    assertThat(Outcome.of("corpus", "extract-wiki", bare, own, "--out", sub, "--force").error())
        .contains("c.txt.xz is read by this command");
  }

  @Test
  void leavesTheEarlierFileAfterAnError() throws IOException {
    Path out = Files.writeString(directory.resolve("out.txt"), "earlier");
    Path cut = Files.writeString(directory.resolve("cut.xml"), DUMP.substring(0, 150));
    Path html = Files.writeString(directory.resolve("page.html"), "<html/>");
    Path bzip2 = Files.writeString(directory.resolve("b.xml.bz2"), "BZh9 no data");
    Path missing = directory.resolve("none.xml");
    for (Path bad : new Path[] {cut, html, bzip2, missing}) {
      Outcome outcome = Outcome.of("corpus", "extract-wiki", bad, "--out", out, "--force");
      assertThat(outcome.error()).startsWith(bad + ":");
      assertThat(out).hasContent("earlier");
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.filter(it -> it.toString().endsWith(".tmp"))).isEmpty();
    }
    assertThat(Outcome.of("corpus", "extract-wiki", cut, "--out", out).error()).contains("--force");
  }
}
