package io.github.polystill.corpora.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.CompressedOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextDocumentsTests {
  @TempDir private Path directory;

  private List<String> documents(String name, String content, int length) throws IOException {
    Path file = directory.resolve(name);
    try (OutputStream out = CompressedOutput.over(Files.newOutputStream(file), file)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    List<String> documents = new ArrayList<>();
    try (TextDocuments texts = TextDocuments.open(file, "text", length)) {
      for (String text = texts.next(); text != null; text = texts.next()) {
        documents.add(text);
      }
    }
    return documents;
  }

  @Test
  void paragraphsAreJoinedToAboutTheLength() throws IOException {
    assertThat(documents("a.txt.xz", "一二三\n\n四五六\n七八\n九十\n", 7))
        .containsExactly("一二三\n四五六", "七八\n九十");
  }

  @Test
  void longParagraphsAreCutAtSentences() throws IOException {
    assertThat(documents("a.txt", "頭很痛。肚子痛！怎麼辦？吃藥。\nIt hurts. Call me.", 8))
        .containsExactly("頭很痛。肚子痛！", "怎麼辦？吃藥。", "It hurts.", "Call me.");
  }

  @Test
  void whatHasNoSentencesIsCutAnywhereButWithinACharacter() throws IOException {
    List<String> cut = documents("a.txt", "😀".repeat(50), 7);
    assertThat(String.join("", cut)).isEqualTo("😀".repeat(50));
    assertThat(cut).hasSizeBetween(12, 15);
    assertThat(cut).allMatch(it -> it.codePoints().allMatch(c -> c == 0x1F600));
  }

  @Test
  void documentsOfACorpusAreLeftAsTheyAre() throws IOException {
    String corpus =
        "{\"text\": \"one.\\n\\ntwo.\", \"labels\": [\"a\"]}\n{\"id\": 7, \"text\": \"three\"}\n";
    assertThat(documents("a.jsonl.gz", corpus, 3)).containsExactly("one.\n\ntwo.", "three");
    assertThat(documents("b.csv", "id,text\n1,\"a, b\"\n2,c\n", 3)).containsExactly("a, b", "c");
  }
}
