package io.github.polystill.serving.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.polystill.data.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputTextsTests {
  private static List<InputText> read(InputStream in, InputFormat format) throws IOException {
    List<InputText> all = new ArrayList<>();
    try (InputTexts texts = InputTexts.open(in, "file", format)) {
      for (Optional<InputText> text = texts.next(); text.isPresent(); text = texts.next()) {
        all.add(text.get());
      }
    }
    return all;
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void blankLinesAreSkippedAndCounted() throws IOException {
    assertThat(read(bytes("\uFEFF頭痛\r\n\n \t\n腳痛"), InputFormat.LINES))
        .containsExactly(
            new InputText("頭痛", "file", 1, Optional.empty()),
            new InputText("腳痛", "file", 4, Optional.empty()));
  }

  @Test
  void jsonLinesMayHaveIds() throws IOException {
    assertThat(
            read(
                bytes(
                    "{\"id\": \"a\", \"text\": \"頭\\n痛\", \"labels\": []}\n\n{\"text\": \"x\"}\n"),
                InputFormat.JSONL))
        .containsExactly(
            new InputText("頭\n痛", "file", 1, Optional.of(TextNode.valueOf("a"))),
            new InputText("x", "file", 3, Optional.empty()));
  }

  @Test
  void idsStayWhatTheyAre() throws IOException {
    String lines = "{\"id\": 7, \"text\": \"x\"}\n{\"id\": null, \"text\": \"x\"}\n";
    assertThat(read(bytes(lines), InputFormat.JSONL))
        .extracting(text -> text.id().orElseThrow().toString())
        .containsExactly("7", "null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"text\": \"a\"          | no JSON at column",
        "{\"text\": \"a\"} {}      | no JSON at column",
        "[\"a\"]                   | no string in the field \"text\"",
        "{\"text\": 1}             | no string in the field \"text\"",
        "{\"text\": \" \"}         | the text is blank"
      })
  void badJsonLinesAreNamed(String line, String problem) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(bytes("{\"text\": \"a\"}\n" + line + "\n"), InputFormat.JSONL))
        .withMessageStartingWith("file:2: ")
        .withMessageContaining(problem);
  }

  @Test
  void bytesThatAreNoUtf8AreNamed() {
    byte[] bytes = {'a', '\n', 'b', (byte) 0xB4, '\n'};

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(new ByteArrayInputStream(bytes), InputFormat.LINES))
        .withMessageStartingWith("file:2: byte 2 of the line (0xB4) is not UTF-8");
  }

  @Test
  void aLineOfAHundredMegabytesIsAnErrorAndIsNotRead() {
    long[] given = {0};
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            given[0]++;
            return given[0] == 3 ? '\n' : 'x';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            for (int i = 0; i < length; i++) {
              bytes[offset + i] = (byte) read();
            }
            return length;
          }
        };

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(endless, InputFormat.LINES))
        .withMessageStartingWith("file:2: the line has more than 4 MiB; ");
    assertThat(given[0]).isLessThan(5 << 20);
  }

  @Test
  void aLineAsLongAsCanBeIsRead() throws IOException {
    String longest = "x".repeat(InputTexts.LONGEST_LINE);

    assertThat(read(bytes(longest + "\ny\n"), InputFormat.LINES)).hasSize(2);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(bytes(longest + "x\ny\n"), InputFormat.LINES));
  }

  @Test
  void namesTellTheFormat() {
    assertThat(InputFormat.of("a/b.JSONL")).isEqualTo(InputFormat.JSONL);
    assertThat(InputFormat.of("b.ndjson.gz")).isEqualTo(InputFormat.JSONL);
    assertThat(InputFormat.of("b.txt.xz")).isEqualTo(InputFormat.LINES);
    assertThat(InputFormat.of("-")).isEqualTo(InputFormat.LINES);
  }
}
