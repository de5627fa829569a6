package io.github.polystill.corpora.cmdd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.corpus.SharedData;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("InlineFormatString") // a whole turn of a dialogue reads better on its own
final class CmddImporterTests {
  private static final String TURN =
      "{\"speaker\": \"患者\", \"sentence\": \"%s\", \"normalized\": [\"%s\"], \"type\": [\"%s\"]}";

  @TempDir private Path directory;

  /** The oracle is the shared file, which another program made from the same archive. */
  @Test
  void agreesWithTheSharedCorpus() throws IOException {
    Path archive = SharedData.file("ChineseBLUE-CMDD.tar.gz");
    List<Document> expected =
        CorpusReader.readStrict(SharedData.file("cmdd-symptoms.jsonl"), CorpusFormat.defaults());
    unpack(archive);
    CmddImport imported = CmddImporter.importFrom(directory, false);
    assertThat(imported.documents()).isEqualTo(expected);
    assertThat(imported.report().filesRead()).isEqualTo(2067);
    assertThat(imported.report().duplicatesDropped()).isEqualTo(21);
    assertThat(imported.report().documentsWithoutLabelDropped()).isEqualTo(2067 - 21 - 1965);
    assertThat(imported.report().turnsWithoutMatchingTypes()).isEqualTo(3);
    assertThat(CmddImporter.importFrom(directory.resolve("data"), false)).isEqualTo(imported);
    assertThat(CmddImporter.importFrom(directory.resolve("data/CMDD"), false)).isEqualTo(imported);

    assertTraditional(
        CmddImporter.importFrom(directory, true),
        CorpusReader.readStrict(
            SharedData.file("cmdd-symptoms-tw.jsonl"), CorpusFormat.defaults()));
  }

  /** OpenCC exchanges vocabulary too (添加 becomes 新增), HanLP does not: a few characters differ. */
  private static void assertTraditional(CmddImport imported, List<Document> openCc) {
    assertThat(imported.documents())
        .extracting(Document::id)
        .isEqualTo(openCc.stream().map(Document::id).toList());
    int aligned = 0;
    long characters = 0;
    long same = 0;
    for (int i = 0; i < openCc.size(); i++) {
      String ours = imported.documents().get(i).text();
      String theirs = openCc.get(i).text();
      if (ours.length() == theirs.length()) {
        aligned++;
        characters += theirs.length();
        same +=
            IntStream.range(0, theirs.length())
                .filter(k -> ours.charAt(k) == theirs.charAt(k))
                .count();
      }
    }
    assertThat(aligned).isGreaterThan(1850);
    assertThat((double) same / characters).isGreaterThan(0.998);
    assertThat(labels(imported.documents())).hasSize(32).contains("發熱", "鼻流涕", "腹瀉");
  }

  @Test
  void keepsTheLatestCopyAndMasksAndDropsByTheRules() throws IOException {
    for (int i = 0; i < 49; i++) {
      dialogue("train", 100 + i, "text " + i, "咳嗽", "1");
    }
    dialogue("train", 2, "call 13812345678 or 123456", "咳嗽", "1");
    dialogue("train", 10, "same", "咳嗽", "1");
    dialogue("dev", 7, "same", "咳嗽", "1");
    dialogue("dev", 8, "same", "咳嗽", "2");
    dialogue("test", 1, "absent", "咳嗽", "3");
    dialogue("test", 2, "rare", "发热", "1");
    CmddImport imported = CmddImporter.importFrom(directory, false);
    assertThat(imported.documents()).hasSize(51);
    assertThat(imported.documents().get(0))
        .isEqualTo(new Document("cmdd-train-2", "患者：call ####### or 123456", List.of("咳嗽")));
    assertThat(imported.documents().get(50).id()).isEqualTo("cmdd-dev-7");
    assertThat(imported.report()).isEqualTo(new CmddReport(55, 2, List.of("发热"), 2, 0));
    assertThat(imported.report().describe()).startsWith("55 dialogues read; dropped: 2 duplicates");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"example-id\": ",
        "[]",
        "{\"example-id\": \"1\", \"dialogue-content\": []}",
        "{\"example-id\": \"1\", \"dialogue-content\": {}}",
        "{\"example-id\": 1, \"dialogue-content\": []}",
        "{\"example-id\": \"1\", \"dialogue-content\": [{\"speaker\": \"x\"}]}"
      })
  void aMalformedFileIsNamed(String content) throws IOException {
    dialogue("train", 1, "x", "a", "1");
    dialogue("dev", 1, "y", "a", "1");
    dialogue("test", 1, "z", "a", "1");
    Path broken = Files.writeString(corpus().resolve("dev/dev_2.json"), content);
    assertThatThrownBy(() -> CmddImporter.importFrom(directory, false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(broken.toString())
        .hasMessageContaining("unpack the CMDD archive again");
  }

  @Test
  void aDirectoryWithoutTheCorpusIsNamed() throws IOException {
    assertInvalid(directory.resolve("none"), "no such directory");
    assertInvalid(directory, "holds neither data/CMDD/train");
    Files.createDirectories(corpus().resolve("train"));
    assertInvalid(directory, "holds no .json file");
    dialogue("train", 1, "x", "a", "1");
    assertInvalid(directory, "dev: no such directory");
    dialogue("dev", 1, "x", "a", "1");
    Files.createDirectories(corpus().resolve("test"));
    Files.createFile(corpus().resolve("test/notes.json"));
    assertInvalid(directory, "notes.json: is not named like train_12.json");
    Files.delete(corpus().resolve("test/notes.json"));
    Files.copy(corpus().resolve("dev/dev_1.json"), corpus().resolve("test/test_1.json"));
    assertInvalid(directory, "the example-id dev-1 occurs in two files");
  }

  private static void assertInvalid(Path directory, String problem) {
    assertThatThrownBy(() -> CmddImporter.importFrom(directory, false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(problem);
  }

  private static Set<String> labels(List<Document> documents) {
    Set<String> labels = new HashSet<>();
    documents.forEach(document -> labels.addAll(document.labels()));
    return labels;
  }

  private Path corpus() {
    return directory.resolve("data/CMDD");
  }

  private void dialogue(String split, int number, String sentence, String symptom, String type)
      throws IOException {
    Path file = corpus().resolve(split).resolve(split + "_" + number + ".json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "{\"example-id\": \""
            + split
            + "-"
            + number
            + "\", \"dialogue-content\": ["
            + String.format(Locale.ROOT, TURN, sentence, symptom, type)
            + "]}");
  }

  private void unpack(Path archive) throws IOException {
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive))))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.isFile()) {
          Path file = directory.resolve(entry.getName()).normalize();
          assertThat(file).startsWithRaw(directory);
          Files.createDirectories(file.getParent());
          Files.copy(in, file);
        }
      }
    }
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(file -> file.toString().endsWith(".json"))).hasSize(2067);
    }
  }
}
