package io.github.polystill.transformers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.data.segmentation.CorpusSegmenter;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.transformers.Transformers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against src/test/python/make_ckip_cases.py, which is another implementation. */
class CkipSegmenterTests {
  private static final Path RESOURCES =
      Path.of("src/test/resources/io/github/polystill/transformers");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"bert,false", "bert,true", "albert,false", "albert,true"})
  void cutsAsAnotherImplementationDoes(String model, boolean delimiters) throws IOException {
    List<String> texts = new ArrayList<>();
    List<List<String>> expected = new ArrayList<>();
    for (String line : Files.readAllLines(RESOURCES.resolve("ckip-cases.jsonl"))) {
      JsonNode its = RecordsJson.mapper().readTree(line);
      texts.add(its.path("text").asText());
      expected.add(
          words(texts.get(texts.size() - 1), its.path(model + (delimiters ? " delimiters" : ""))));
    }
    assertThat(texts).hasSize(1000);
    try (CkipSegmenter segmenter = CkipSegmenter.of(RESOURCES.resolve(model), delimiters, false)) {
      assertThat(segmenter.words(texts)).isEqualTo(expected);
      // In batches of other texts, and each as a corpus has it: without white space.
      for (int i = 0; i < 40; i++) {
        String text = texts.get(i);
        assertThat(segmenter.words(List.of(text)).get(0)).isEqualTo(expected.get(i));
        List<String> without =
            expected.get(i).stream()
                .flatMap(word -> List.of(word.split("\\p{IsWhite_Space}+")).stream())
                .filter(word -> !word.isEmpty())
                .toList();
        SegmentedText segmented = SegmentedText.of(text, segmenter);
        assertThat(segmented.words()).isEqualTo(without);
        assertThat(segmenter.segment(text)).isEqualTo(without);
      }
    }
  }

  private static List<String> words(String text, JsonNode lengths) {
    List<String> words = new ArrayList<>();
    int begin = 0;
    for (JsonNode length : lengths) {
      int end = text.offsetByCodePoints(begin, length.asInt());
      words.add(text.substring(begin, end));
      begin = end;
    }
    assertThat(begin).isEqualTo(text.length());
    return words;
  }

  @Test
  void linesEndWhereTheyDoInTheText() {
    try (Segmenter segmenter = CkipSegmenter.of(RESOURCES.resolve("bert"), false, true)) {
      SegmentedText text = SegmentedText.of("\n頭痛 發燒\r\n\n咳嗽\n", segmenter);
      assertThat(text.joined().replace(" ", "")).isEqualTo("頭痛發燒\n咳嗽");
      assertThat(text.lineEnds()).hasSize(1);
      assertThat(SegmentedText.of(" \n\t ", segmenter).words()).isEmpty();
      assertThat(SegmentedText.of("", segmenter).words()).isEmpty();
    }
  }

  @Test
  void normalisesUnlessItIsToldNotTo() {
    try (Segmenter with = CkipSegmenter.of(RESOURCES.resolve("bert"), false, true);
        Segmenter without = CkipSegmenter.of(RESOURCES.resolve("bert"), false, false)) {
      assertThat(String.join("", SegmentedText.of("ＡＢ１", with).words())).isEqualTo("AB1");
      assertThat(String.join("", SegmentedText.of("ＡＢ１", without).words())).isEqualTo("ＡＢ１");
    }
  }

  @Test
  void readsATextOfHundredThousandCharacters() {
    try (Segmenter segmenter = CkipSegmenter.of(RESOURCES.resolve("albert"), false, true)) {
      String text = "頭痛發燒，咳".repeat(100_000 / 6);
      assertThat(String.join("", segmenter.segment(text))).isEqualTo(text);
    }
  }

  /** The same words for any number of threads, kept by content, model and settings. */
  @Test
  void segmentsACorpusOnce() throws IOException {
    List<Document> documents =
        IntStream.range(0, 100)
            .mapToObj(i -> new Document("" + i, "頭痛發燒，咳嗽。".repeat(i % 7 + 1), List.of("a", "b")))
            .toList();
    Corpus corpus = Corpus.of(documents, 1);
    Path copy = copy();
    List<SegmentedText> first = null;
    for (int threads : new int[] {1, 2}) {
      try (Segmenter segmenter = CkipSegmenter.of(copy, false, true)) {
        List<SegmentedText> texts =
            CorpusSegmenter.segment(
                    corpus, segmenter, threads, Optional.of(directory), (done, all) -> {})
                .texts();
        first = first == null ? texts : first;
        assertThat(texts).isEqualTo(first);
      }
    }
    assertThat(cached()).isEqualTo(1);
    try (Segmenter delimiters = CkipSegmenter.of(copy, true, true)) {
      CorpusSegmenter.segment(corpus, delimiters, 2, Optional.of(directory), (done, all) -> {});
    }
    assertThat(cached()).isEqualTo(2);
    Files.writeString(
        copy.resolve("config.json"),
        Files.readString(copy.resolve("config.json")).replace("\"0\": \"B\"", "\"0\":  \"B\""));
    try (Segmenter other = CkipSegmenter.of(copy, true, true)) {
      CorpusSegmenter.segment(corpus, other, 2, Optional.of(directory), (done, all) -> {});
    }
    assertThat(cached()).isEqualTo(3);
  }

  private long cached() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(it -> it.toString().endsWith(".words")).count();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "vocab.txt", "config.json"})
  void refusesADirectoryThatLacksAFile(String file) throws IOException {
    Files.delete(copy().resolve(file));
    refuses(file + ": no such file of a CKIP model");
  }

  @Test
  void refusesOtherLabels() throws IOException {
    Path config = copy().resolve("config.json");
    Files.writeString(config, Files.readString(config).replace("\"B\"", "\"Nb\""));
    refuses("its labels (id2label) are {\"0\":\"Nb\",\"1\":\"I\"}");
    Files.writeString(config, "{");
    refuses("config.json or vocab.txt is damaged");
  }

  @Test
  void refusesAnotherVocabulary() throws IOException {
    Path words = copy().resolve("vocab.txt");
    String all = Files.readString(words);
    Files.writeString(words, all + "more\n");
    refuses("tokens, but the embedding of the model has");
    Files.writeString(words, all.replace("[UNK]", "[OOV]"));
    refuses("has no [UNK]");
    // Both say the same, and the embedding something else.
    Path config = words.resolveSibling("config.json");
    int size = all.lines().toList().size();
    Files.writeString(words, all + "more\n");
    Files.writeString(
        config, Files.readString(config).replace("size\": " + size, "size\": " + (size + 1)));
    refuses("cannot be run over 3 tokens");
  }

  private Path copy() throws IOException {
    Path copy = Files.createDirectories(directory.resolve("model"));
    for (String file : List.of("model.onnx", "vocab.txt", "config.json")) {
      Files.copy(RESOURCES.resolve("bert").resolve(file), copy.resolve(file));
    }
    return copy;
  }

  private void refuses(String part) {
    assertThatThrownBy(
            () -> {
              try (Segmenter segmenter =
                  Transformers.require("a test").ckip(directory.resolve("model"), false, true)) {
                segmenter.segment("頭痛");
              }
            })
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(part)
        .message()
        .doesNotContain("\n");
  }
}
