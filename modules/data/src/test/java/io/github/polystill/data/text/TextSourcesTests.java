package io.github.polystill.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.CompressedOutput;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextSourcesTests {
  private static final String WIKI =
      "<mediawiki><page><title>T</title><ns>0</ns><revision><text>'''a''' b</text></revision>"
          + "</page></mediawiki>";

  @TempDir private Path directory;

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  private Path write(String name, String content) throws IOException {
    return write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] compress(String name, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = CompressedOutput.over(bytes, Path.of(name))) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static List<String> read(Path file) throws IOException {
    TextSource source = TextSources.of(file, TextKind.AUTO);
    List<String> paragraphs = new ArrayList<>();
    try (TextReader reader = source.open()) {
      for (String next = reader.next(); next != null; next = reader.next()) {
        paragraphs.add(next);
      }
      assertThat(reader.bytesRead()).isEqualTo(source.bytes());
    }
    return paragraphs;
  }

  @Test
  void readsLinesWithAnyEnd() throws IOException {
    assertThat(read(write("a.txt", "\uFEFF一\r\n\r\n二\r三\n四"))).containsExactly("一", "二", "三", "四");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "bz2", "xz"})
  void readsSeveralMembers(String extension) throws IOException {
    String name = "a.txt." + extension;
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(compress(name, "一\n二"));
    both.write(compress(name, "三\n"));
    assertThat(read(write(name, both.toByteArray()))).containsExactly("一", "二三");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "bz2", "xz"})
  void namesTheFileThatIsCutOff(String extension) throws IOException {
    String name = "a.txt." + extension;
    byte[] whole = compress(name, "好好學習".repeat(10_000));
    assertThatThrownBy(() -> read(write(name, Arrays.copyOf(whole, whole.length - 6))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(name + ": damaged or cut off near byte")
        .hasMessageNotContaining("\n");
    whole[whole.length / 2] ^= 0x55;
    assertThatThrownBy(() -> read(write(name, whole)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(name + ": damaged or cut off near byte");
    assertThatThrownBy(() -> read(write(name, "text")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(name + ": byte 1: does not begin like a ." + extension);
  }

  @Test
  void readsTheTextOfACorpus() throws IOException {
    assertThat(
            read(write("c.jsonl.gz", compress("c.gz", "{\"text\":\"一\\n二\"}\n\n{\"text\":\"三\"}"))))
        .containsExactly("一", "二", "三");
    assertThatThrownBy(() -> read(write("d.jsonl", "{\"text\":\"一\"}\n{\"txt\":1}")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("d.jsonl:2: ");
    assertThatThrownBy(() -> read(write("e.jsonl", "{\"text\":\"一\"}\n\n{\"text\"")))
        .hasMessageContaining("e.jsonl:3: malformed JSON at column");
  }

  @Test
  void namesTheLineThatIsNotUtf8() throws IOException {
    byte[] big5 = {'a', '\n', (byte) 0xA4, (byte) 0x40, '\n'};
    assertThatThrownBy(() -> read(write("big5.txt", big5)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("big5.txt:2: byte 1 of the line (0xA4) is not UTF-8");
    assertThatThrownBy(() -> read(directory.resolve("none.txt")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none.txt: no such file");
  }

  @Test
  void cutsLinesThatAreTooLongToHold() throws IOException {
    String spaced = "word ".repeat(500_000);
    List<String> pieces = read(write("spaced.txt", spaced + "\nend"));
    assertThat(pieces).hasSize(4);
    assertThat(String.join("", pieces)).isEqualTo(spaced + "end");
    String dense = "好".repeat(1_000_000);
    assertThat(String.join("", read(write("dense.txt", dense)))).isEqualTo(dense);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zhwiki-latest-pages-articles.xml",
        "zhwiki-latest-pages-articles1.xml-p1p2-shortened.bz2",
        "small.xml.xz"
      })
  void knowsADumpByItsName(String name) throws IOException {
    assertThat(read(write(name, compress(name, WIKI)))).containsExactly("a b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html></html>",
        "not xml",
        "",
        "<!DOCTYPE m [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><mediawiki>&x;<page>",
        "<mediawiki><page><title>T</title><ns>zero</ns></page></mediawiki>",
        "<mediawiki><page><title>T</title><ns>0</ns><revision><text>a"
      })
  void refusesWhatIsNoDump(String content) throws IOException {
    Path file = write("bad.xml", content);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ":1: ")
        .hasMessageNotContaining("\n");
  }

  private static String identity(TextSource source) throws IOException {
    ContentHash hash = new ContentHash();
    source.identify(hash);
    return hash.hex();
  }

  @Test
  void tellsAChangedFileFromTheSame() throws IOException {
    Path file = write("a.xml", "<mediawiki>" + "好".repeat(1_000_000));
    FileTime time = Files.getLastModifiedTime(file);
    TextSource source = TextSources.of(file, TextKind.AUTO);
    String identity = identity(source);
    assertThat(identity(TextSources.of(file, TextKind.AUTO))).isEqualTo(identity);
    assertThat(identity(TextSources.of(file, TextKind.TEXT))).isNotEqualTo(identity);
    assertThat(identity(TextSources.traditional(file, TextKind.AUTO))).isNotEqualTo(identity);

    // Another file of the same size and age.
    write("a.xml", "<mediawiki>" + "壞".repeat(1_000_000));
    Files.setLastModifiedTime(file, time);
    assertThat(identity(source)).isNotEqualTo(identity);

    // The same bytes, written later.
    write("a.xml", "<mediawiki>" + "好".repeat(1_000_000));
    Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 1));
    assertThat(identity(source)).isNotEqualTo(identity);
    Files.setLastModifiedTime(file, time);
    assertThat(identity(source)).isEqualTo(identity);

    Files.writeString(file, "x", StandardOpenOption.APPEND);
    Files.setLastModifiedTime(file, time);
    assertThat(identity(source)).isNotEqualTo(identity);
  }

  @Test
  void readsRealDumps() throws IOException {
    String english = "wiki/enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2";
    List<String> text = read(SharedData.file(english));
    assertThat(text).anyMatch(it -> it.startsWith("Anarchism is a political philosophy"));
    assertThat(read(SharedData.file("wiki/bgwiki-latest-pages-articles-shortened.xml.bz2")))
        .isNotEmpty();
  }
}
