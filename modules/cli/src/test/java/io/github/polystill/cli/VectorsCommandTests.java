package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.CompressedOutput;
import io.github.polystill.embeddings.WordVectors;
import io.github.polystill.embeddings.WordVectorsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorsCommandTests {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void writeVectors() throws IOException {
    file =
        Files.writeString(
            directory.resolve("v.txt"),
            "6 2\n頭痛 1 0\n頭疼 1 0.1\n發燒 1 1\n咳嗽 0 2\n選舉 -1 0\n腦部疾病 0 -3\n");
  }

  @Test
  void findsNeighbors() throws IOException {
    Outcome table = Outcome.of("vectors", "neighbors", file, "頭痛", "咳嗽", "--count", 2);
    assertThat(table.exitCode()).isZero();
    assertThat(table.out())
        .isEqualTo(
            """
            頭痛  cosine
            ------------
            頭疼  0.9950
            發燒  0.7071

            咳嗽  cosine
            ------------
            發燒  0.7071
            頭疼  0.0995
            """);

    JsonNode json = JSON.readTree(Outcome.of("vectors", "neighbors", file, "頭痛", "--json").out());
    assertThat(json.at("/0/neighbors")).hasSize(5);
    assertThat(json.at("/0/neighbors/4/word").asText()).isEqualTo("選舉");
    assertThat(json.at("/0/neighbors/4/cosine").asDouble()).isCloseTo(-1, within(1e-6));
  }

  @Test
  void completesAnalogies() throws IOException {
    Outcome outcome = Outcome.of("vectors", "analogy", file, "頭痛", "發燒", "選舉", "--count", 1);
    assertThat(outcome.out()).contains("頭痛 : 發燒 = 選舉 : ?", "咳嗽");
    JsonNode json =
        JSON.readTree(Outcome.of("vectors", "analogy", file, "頭痛", "發燒", "選舉", "--json").out());
    assertThat(json.at("/answers")).hasSize(3);
  }

  private Path pairs() throws IOException {
    return Files.writeString(
        directory.resolve("p.tsv"), "頭痛\t頭疼\t9\n頭痛\t發燒\t5\n頭痛\t選舉\t0\n頭痛\t無\t3\n");
  }

  @Test
  void evaluatesPairs() throws IOException {
    Path pairs = pairs();
    JsonNode json =
        JSON.readTree(Outcome.of("vectors", "evaluate", file, "--pairs", pairs, "--json").out());
    assertThat(json.get("pairs").asInt()).isEqualTo(4);
    assertThat(json.get("covered").asInt()).isEqualTo(3);
    assertThat(json.get("spearman").asDouble()).isCloseTo(1, within(1e-12));
    assertThat(Outcome.of("vectors", "evaluate", file, "--pairs", pairs).out())
        .contains("Spearman", "1.0000");
    assertThat(Outcome.of("vectors", "evaluate", file).error())
        .startsWith("the built-in pairs: only 0 of 40 pairs have vectors for both words");
  }

  @Test
  void namesTheNearestWord() {
    assertThat(Outcome.of("vectors", "neighbors", file, "頭痛", "腦部疾").error())
        .isEqualTo(file + ": has no word \"腦部疾\"; the nearest is \"腦部疾病\"");
    assertThat(Outcome.of("vectors", "analogy", file, "頭痛", "發燒", "x").error())
        .isEqualTo(file + ": has no word \"x\"; try another");
    assertThat(Outcome.of("vectors", "neighbors", "none.bin", "頭痛").error())
        .isEqualTo("none.bin: no such file of word vectors; check the path");
    assertThat(Outcome.of("vectors", "info", directory).error())
        .isEqualTo(directory + ": is a directory; give a file of word vectors");
    assertThat(Outcome.of("vectors", "evaluate", file, "--pairs", directory).error())
        .isEqualTo(directory + ": is a directory; give a file of pairs");
    assertThat(train(directory, "--out", "x.bin").error())
        .isEqualTo(directory + ": is a directory; give a file of text");
    assertThat(Outcome.of("vectors", "neighbors", file, "頭痛", "--count", 0).exitCode())
        .isEqualTo(2);
  }

  private static final List<String> SMALL =
      List.of("--dimensions", "8", "--min-count", "1", "--epochs", "1", "--threads", "1");

  private Outcome train(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("vectors", "train", "--segmenter", "whitespace"));
    all.addAll(List.of(arguments));
    all.addAll(SMALL);
    return Outcome.of(all.toArray());
  }

  private Path text() throws IOException {
    return Files.writeString(directory.resolve("t.txt"), "頭痛 吃 藥\n發燒 吃 藥\n".repeat(20));
  }

  @Test
  void trainsVectors() throws IOException {
    Path out = directory.resolve("out.bin");
    Outcome outcome = train(text(), "--out", out);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("vectors", "120", "4", out.toString());
    assertThat(WordVectors.read(out).words()).containsExactlyInAnyOrder("頭痛", "吃", "藥", "發燒");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).noneMatch(path -> path.toString().contains("checkpoint"));
    }

    byte[] bytes = Files.readAllBytes(out);
    assertThat(train(text(), "--out", out).error())
        .isEqualTo(out + " is there already; give another --out or replace it with --force");
    Path text = directory.resolve("out.vec");
    Outcome json = train(text(), "--out", text, "--format", "text", "--json");
    assertThat(JSON.readTree(json.out()).get("words").asInt()).isEqualTo(120);
    WordVectorsWriter.writeBinary(text, WordVectors.read(text));
    assertThat(text).hasBinaryContent(bytes);
  }

  /** Ids, labels and JSON are no words, whatever the extension. */
  @Test
  void trainsOnTheTextsOfCorpora() throws IOException {
    Path out = directory.resolve("out.bin");
    String[] words = {"病人", "咳嗽", "三天"};
    String json =
        "{\"id\": \"r0\", \"text\": \"病人 咳嗽 三天\", \"labels\": [\"甲\", \"乙\"]}\n".repeat(9);
    String csv = "id,text,labels\n" + "r0,病人 咳嗽 三天,甲;乙\n".repeat(9);
    for (String name : List.of("c.ndjson", "c.json", "c.csv", "c.tsv.gz", "c.tab")) {
      String content = name.contains("json") ? json : csv;
      Path corpus = directory.resolve(name);
      try (OutputStream stored = CompressedOutput.over(Files.newOutputStream(corpus), corpus)) {
        String cells = name.contains(".t") ? content.replace(',', '\t') : content;
        stored.write(cells.getBytes(StandardCharsets.UTF_8));
      }
      Outcome outcome = train(corpus, "--out", out, "--force");
      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
      assertThat(WordVectors.read(out).words()).as(name).containsExactlyInAnyOrder(words);
    }
    Path other = Files.writeString(directory.resolve("d.csv"), "content\n" + "甲 乙\n".repeat(9));
    assertThat(train(other, "--out", out, "--force").error())
        .isEqualTo(
            other
                + ":1: the header has no column \"text\"; if it is \"content\", set --text content");
    assertThat(train(other, "--out", out, "--force", "--text", "content").exitCode()).isZero();
    assertThat(WordVectors.read(out).words()).containsExactlyInAnyOrder("甲", "乙");
  }

  @Test
  void looksIntoCompressedFiles() throws IOException {
    Path packed = directory.resolve("v.txt.gz");
    try (OutputStream stored = CompressedOutput.over(Files.newOutputStream(packed), packed)) {
      stored.write(Files.readAllBytes(file));
    }
    assertThat(Outcome.of("vectors", "info", packed).out())
        .contains("format       text, compressed (gz)", "words        6");
    for (String command : List.of("neighbors", "evaluate")) {
      List<Object> arguments = new ArrayList<>(List.of("vectors", command, packed));
      if (command.equals("neighbors")) {
        arguments.add("頭痛");
      } else {
        arguments.addAll(List.of("--pairs", pairs()));
      }
      Outcome outcome = Outcome.of(arguments.toArray());
      arguments.set(2, file);
      assertThat(outcome.out()).isEqualTo(Outcome.of(arguments.toArray()).out()).isNotEmpty();
    }
    byte[] whole = Files.readAllBytes(packed);
    Files.write(packed, Arrays.copyOf(whole, whole.length - 4));
    assertThat(Outcome.of("vectors", "info", packed).exitCode()).isEqualTo(2);
    assertThat(Outcome.of("vectors", "info", packed).error())
        .startsWith(packed + ": damaged or cut off near byte");
    assertThat(Outcome.of("vectors", "info", Files.move(file, directory.resolve("x.gz"))).error())
        .contains("x.gz: byte 1: does not begin like a .gz file");
  }

  @Test
  void trainsOnADumpInTraditionalCharacters() throws IOException {
    Path dump =
        Files.writeString(
            directory.resolve("zhwiki-pages-articles.xml"),
            "<mediawiki><page><title>T</title><ns>0</ns><revision><text>"
                + "'''头发''' 用 -{H|zh-cn:软件;zh-tw:軟體}-软件\n".repeat(20)
                + "</text></revision></page></mediawiki>");
    Path out = directory.resolve("out.bin");
    assertThat(train(dump, "--out", out, "--traditional").exitCode()).isZero();
    assertThat(WordVectors.read(out).words()).containsExactlyInAnyOrder("頭髮", "用", "軟體");
    assertThat(train(dump, "--out", out, "--force").exitCode()).isZero();
    assertThat(WordVectors.read(out).words()).containsExactlyInAnyOrder("头发", "用", "软件");
  }

  @Test
  void reportsTextsThatCannotBeTrainedOn() throws IOException {
    Path out = Files.writeString(directory.resolve("out.bin"), "old");
    Path empty = Files.writeString(directory.resolve("empty.txt"), "\n \n");
    Path one = Files.writeString(directory.resolve("one.txt"), "藥 藥 藥\n");
    Path big5 = Files.write(directory.resolve("big5.txt"), new byte[] {(byte) 0xc3, 0x44, ' '});
    Path damaged = Files.writeString(directory.resolve("damaged.txt.bz2"), "BZh9 no bzip2 at all");
    for (Path bad : List.of(empty, one, big5, damaged, directory.resolve("none.txt"))) {
      assertThat(train(bad, "--out", out, "--force").error()).as(bad.toString()).isNotEmpty();
      assertThat(out).hasContent("old");
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).noneMatch(path -> path.toString().contains("checkpoint"));
    }
    assertThat(train(text(), "--out", out, "--force", "--algorithm", "glove").err())
        .contains("expected one of skip-gram, cbow but was 'glove'");
  }
}
