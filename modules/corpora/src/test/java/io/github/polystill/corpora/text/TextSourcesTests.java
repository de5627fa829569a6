package io.github.polystill.corpora.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.CompressedOutput;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.SharedData;
import io.github.polystill.data.text.TextReader;
import io.github.polystill.data.text.TextSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** A name says nothing against content that nothing else has. */
  @Test
  void jsonLinesOfAnyNameAreACorpus() throws IOException {
    String corpus = "{\"id\": 1, \"text\": \"一\"}\n{\"id\": 2, \"text\": \"二\"}\n";
    assertThat(read(write("c.txt", corpus))).containsExactly("一", "二");
    String prose = "{一} 二\n{\"三\": 四\n";
    assertThat(read(write("p.txt", prose))).containsExactly("{一} 二", "{\"三\": 四");
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

  /** Whatever a command reads as a corpus is one everywhere, compressed or not. */
  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "ndjson", "json", "csv", "tsv", "tab", "CSV", "JsonL"})
  void readsEveryFormOfACorpus(String extension) throws IOException {
    String csv = "id,text,labels\nr0,病人 咳嗽,甲;乙\nr1,\"三天 \"\"x\"\"\n\n頭痛\",甲\nr2, ,甲\n";
    String json =
        """
        {"id": "r0", "text": "病人 咳嗽", "labels": ["甲"]}

        {"text": "三天 \\"x\\"\\n頭痛"}
        {"text": " "}
        """;
    String content =
        switch (extension.toLowerCase(Locale.ROOT)) {
          case "csv" -> csv;
          case "tsv", "tab" -> csv.replace(',', '\t');
          default -> json;
        };
    assertThat(read(write("c." + extension, content))).containsExactly("病人 咳嗽", "三天 \"x\"", "頭痛");
    for (String compression : List.of(".gz", ".bz2", ".xz")) {
      String name = "c." + extension + compression;
      assertThat(read(write(name, compress(name, content))))
          .as(name)
          .containsExactly("病人 咳嗽", "三天 \"x\"", "頭痛");
    }
  }

  /** The forms of other programs too; labels that are wrong or missing do not matter. */
  @Test
  void readsCorporaOfOtherPrograms() throws IOException {
    String doccano = "{\"id\": 1, \"data\": \"%s\", \"label\": []}\n";
    String task = "{\"id\": 1, \"data\": {\"text\": \"%s\"}, \"annotations\": []}";
    Map<String, String> corpora =
        Map.of(
            "fasttext.txt", "\n__label__a __label__b 一 二\n三 __label__a\n",
            "array.json", "[{\"text\": \"一 二\", \"labels\": 5},\n {\"text\": \"三\"}]",
            "doccano.jsonl", doccano.replace("%s", "一 二") + doccano.replace("%s", "三"),
            "studio.json", "[" + task.replace("%s", "一 二") + "," + task.replace("%s", "三") + "]",
            "multi.tsv", "a\t一 二\na\t三\n");
    for (Map.Entry<String, String> corpus : corpora.entrySet()) {
      for (String compression : List.of("", ".gz", ".xz")) {
        String name = corpus.getKey() + compression;
        assertThat(read(write(name, compress(name, corpus.getValue()))))
            .as(name)
            .containsExactly("一 二", "三");
      }
    }
    assertThat(read(write("text.txt", "一 __label__a\n"))).containsExactly("一 __label__a");
  }

  /** Two languages, or questions and answers: the first column is text too. */
  @Test
  void proseWithTabsIsNoCorpus() throws IOException {
    String pairs = "It rains again today.\tEs regnet heute schon wieder den ganzen Tag.\n";
    Path prose = write("p.txt", pairs + "Today is fine.\tHeute ist es schön.\n");
    assertThat(read(prose)).hasSize(2).first().isEqualTo(pairs.strip());
    assertThat(TextSources.of(prose, TextKind.AUTO).remark()).isEmpty();
    Path corpus = write("l.txt", "a b\tEs regnet heute schon wieder.\na\tHeute ist es schön.\n");
    assertThat(read(corpus)).first().isEqualTo("Es regnet heute schon wieder.");
    assertThat(TextSources.of(corpus, TextKind.AUTO).remark())
        .contains(corpus + ": read as libmultilabel, without the labels");
  }

  @Test
  void aCorpusUnderAnyNameIsRead() throws IOException {
    Path csv = write("c.txt", "id,content,labels\n1,病人 咳嗽,a\n2,三天,\n");
    Path tsv = write("t.txt", "id\tcontent\n1\t病人 咳嗽\n2\t三天\n");
    Path jsonl = write("j.txt", "{\"content\": \"病人 咳嗽\"}\n{\"content\": \"三天\"}\n");
    Path array = write("a.txt", "[{\"content\": \"病人 咳嗽\"}, {\"content\": \"三天\"}]");
    for (Path file : List.of(csv, tsv, jsonl, array)) {
      TextSource source = TextSources.of(file, TextKind.AUTO, "content", false);
      try (TextReader reader = source.open()) {
        assertThat(List.of(reader.next(), reader.next())).containsExactly("病人 咳嗽", "三天");
        assertThat(reader.next()).isNull();
      }
      assertThat(source.remark().orElseThrow())
          .startsWith(file + ": read as ")
          .endsWith(", the field \"content\" alone");
    }
    assertThat(read(csv)).hasSize(3); // another column is asked for
    assertThat(read(write("p.txt", "So, text, and more.\nOf which, as ever, much.\n"))).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "a.xlsx, 'is a spreadsheet; save it as CSV'",
    "a.docx, is a word processor's file",
    "a.parquet, 'is a binary table; write it as JSON Lines'"
  })
  void refusesFilesThatAreNoText(String name, String problem) {
    assertThatThrownBy(() -> read(write(name, "PK\u0003\u0004 and so on")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(directory.resolve(name) + ": " + problem);
  }

  @Test
  void readsTheTextsOfACorpusAlone() throws IOException {
    Path csv = write("c.csv", "content\n一\n二\n");
    Path json = write("c.jsonl", "{\"content\": \"一\"}\n{\"content\": \"二\"}");
    for (Path file : List.of(csv, json)) {
      TextSource source = TextSources.of(file, TextKind.AUTO, "content", false);
      try (TextReader reader = source.open()) {
        assertThat(List.of(reader.next(), reader.next())).containsExactly("一", "二");
        assertThat(reader.next()).isNull();
      }
      assertThat(identity(source)).isNotEqualTo(identity(TextSources.of(file, TextKind.AUTO)));
      assertThatThrownBy(() -> read(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(file + ":1: ")
          .hasMessageContaining("vectors.train.textField");
    }
    assertThat(TextSources.version(csv, TextKind.AUTO, "a"))
        .isNotEqualTo(TextSources.version(csv, TextKind.AUTO, "b"));
    assertThatThrownBy(() -> read(write("d.tsv", "id\ttext\n1\t一\t二\n")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("d.tsv:2: has 3 columns");
    assertThatThrownBy(() -> read(write("e.json", "[1]")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("e.json:1: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.csv.gz", "a.csv.bz2", "a.jsonl.xz"})
  void namesTheCorpusThatIsCutOff(String name) throws IOException {
    String text = "{\"text\": \"好好學習\"}\n";
    byte[] whole = compress(name, (name.contains("csv") ? "text\n" : "") + text.repeat(9_000));
    assertThatThrownBy(() -> read(write(name, Arrays.copyOf(whole, whole.length - 6))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(name + ": damaged or cut off near byte");
  }

  @Test
  void refusesWhatItCannotUnpack() throws IOException {
    assertThatThrownBy(() -> read(write("a.txt", "PK\u0003\u0004 and so on")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.txt: is a zip archive; unpack it");
    // The size of the dictionary stands in byte 16, the checksum of the header in the last four.
    byte[] large = compress("a.xz", "a");
    large[16] = 34;
    int end = 12 + (large[12] + 1) * 4;
    CRC32 checksum = new CRC32();
    checksum.update(large, 12, end - 4 - 12);
    ByteBuffer.wrap(large)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(end - 4, (int) checksum.getValue());
    assertThatThrownBy(() -> read(write("a.txt.xz", large)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.txt.xz: wants more than 256 MiB of memory to be unpacked");
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
    assertThat(identity(TextSources.of(file, TextKind.AUTO, "text", true))).isNotEqualTo(identity);

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
