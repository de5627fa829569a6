package io.github.polystill.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonLinesWriterTests {

  @Test
  void writesReadableLines(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("new/corpus.jsonl");
    JsonLinesWriter.write(
        file,
        List.of(
            new Document("1", "咳嗽\n\"发热\"😀", List.of("感冒")),
            new Document("2", "x", List.of(), Optional.of("g"))));
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {"id":"1","text":"咳嗽\\n\\"发热\\"😀","labels":["感冒"]}
            {"id":"2","text":"x","labels":[],"group":"g"}
            """);
    try (Stream<Path> entries = Files.list(file.getParent())) {
      assertThat(entries).containsExactly(file);
    }
  }

  @Property(tries = 100)
  void whatIsWrittenReadsBackAsItWas(@ForAll("texts") List<String> texts) throws IOException {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      documents.add(
          new Document(
              "id " + i,
              "x" + text,
              List.of("a" + text.replaceAll("[\\p{Cc}\\u2028\\u2029]", "") + "a" + i, "b"),
              i % 2 == 0 ? Optional.empty() : Optional.of("g" + i)));
    }
    Path directory = Files.createTempDirectory("writer");
    Path file = directory.resolve("corpus.jsonl");
    try {
      JsonLinesWriter.write(file, documents);
      assertThat(CorpusReader.readStrict(file, CorpusFormat.defaults())).isEqualTo(documents);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(directory);
    }
  }

  @Provide
  Arbitrary<List<String>> texts() {
    Arbitrary<String> text =
        Combinators.combine(
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.of("", "\r\n", "\u0000", "\"\\", "𠮷", "\uFEFF", "</script>"))
            .as((a, b) -> a + b)
            .filter(
                s -> s.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE));
    return text.list().ofMinSize(1).ofMaxSize(5);
  }
}
