package io.github.polystill.serving.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.polystill.data.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputTextsTests {
  @TempDir private Path directory;

  private static List<InputText> read(InputStream in, InputFormat format) throws IOException {
    return read(in, format, new InputTexts.Fields("text", Optional.empty()));
  }

  private static List<InputText> read(InputStream in, InputFormat format, InputTexts.Fields fields)
      throws IOException {
    List<InputText> all = new ArrayList<>();
    try (InputTexts texts = InputTexts.open(in, "file", format, fields)) {
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
  void tablesHaveAHeaderAndTheirOwnColumns() throws IOException {
    String table = "\uFEFFNr, article ,x\r\n\n1,\"頭,\n\"\"痛\"\"\",\r\n 2,b,y";
    InputTexts.Fields fields = new InputTexts.Fields("article", Optional.of("Nr"));
    List<InputText> expected =
        List.of(
            new InputText("頭,\n\"痛\"", "file", 3, Optional.of(TextNode.valueOf("1"))),
            new InputText("b", "file", 5, Optional.of(TextNode.valueOf("2"))));
    assertThat(read(bytes(table), InputFormat.CSV, fields)).isEqualTo(expected);
    assertThat(read(bytes(table.replaceAll(",(?!\n)", "\t")), InputFormat.TSV, fields))
        .isEqualTo(expected);
    assertThat(read(bytes(table.replaceAll(",(?!\n)", ";")), InputFormat.CSV, fields))
        .isEqualTo(expected);
    assertThat(read(bytes("text\n頭痛\n"), InputFormat.CSV))
        .containsExactly(new InputText("頭痛", "file", 2, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "id,txt~1,a       | file:1: the header has no column \"text\"; the nearest is \"txt\"; name the right one with `textField`",
        "1,頭痛~2,腳痛    | file:1: the header has no column \"text\"; there is \"1\", \"頭痛\"",
        "text,text~a,b    | file:1: the header has the column \"text\" twice",
        "id,text~1        | file:2: has 1 columns but the header has 2",
        "id,text~1,a~id,text~2,b | file:3: is the header once more",
        "id,text~1,a~\uFEFFid,text~2,b | file:3: is the header once more",
        "id,text~1,a~text,id~b,2 | file:3: is the header once more",
        "id,text~1,a~2, ~ | file:3: the text is blank",
        "id,text~1,a~2,\"b~3,c~ | file:3: malformed quotes",
        "``               | file: is empty",
      })
  void badTablesAreNamed(String table, String problem) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(bytes(table.replace('~', '\n')), InputFormat.CSV))
        .withMessageStartingWith(problem);
  }

  @Test
  void aColumnThatIsNamedMustBeThere() {
    InputTexts.Fields fields = new InputTexts.Fields("text", Optional.of("nr"));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(bytes("text\na\n"), InputFormat.CSV, fields))
        .withMessageContaining("no column \"nr\"")
        .withMessageContaining("idField");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(bytes("{\"text\": \"a\"}\n"), InputFormat.JSONL, fields))
        .withMessage("file:1: has no field \"nr\"; correct `idField`");
  }

  /**
   * What was read before is not lost, and a quote that is never closed does not fill the memory.
   */
  @Test
  void aTableIsReadAsAStream() throws IOException {
    byte[] head = "text\na\nb\n".getBytes(StandardCharsets.UTF_8);
    byte[] damaged = Arrays.copyOf(head, head.length + 2);
    damaged[head.length] = (byte) 0xFF;
    List<String> before = new ArrayList<>();
    try (InputTexts texts =
        InputTexts.open(
            new ByteArrayInputStream(damaged),
            "file",
            InputFormat.CSV,
            new InputTexts.Fields("text", Optional.empty()))) {
      before.add(texts.next().orElseThrow().text());
      before.add(texts.next().orElseThrow().text());
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(texts::next)
          .withMessageStartingWith("file:4: byte 1 of the line (0xFF) is not UTF-8");
    }
    assertThat(before).containsExactly("a", "b");

    System.setProperty("polystill.longestLine", "1000");
    String open = "text\n\"a\n" + "b,c\n".repeat(1000);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(bytes(open), InputFormat.CSV))
        .withMessageStartingWith("file:2: a row of so many lines");
  }

  @Test
  void anArrayOfObjectsIsReadToo() throws IOException {
    String array = "\uFEFF\n [\n {\"text\": \"頭\"}, {\"id\": 2,\n \"text\": \"b\"}\n]\n";
    assertThat(read(bytes(array), InputFormat.JSONL))
        .containsExactly(
            new InputText("頭", "file", 3, 1, Optional.empty()),
            new InputText("b", "file", 3, 2, Optional.of(IntNode.valueOf(2))));
    assertThat(read(bytes("[]"), InputFormat.JSONL)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{\"text\": \"a\"},~{\"text\": 1}]  | file:2: record 2: has no string in the field \"text\"",
        "[{\"text\": \"a\"},~\"b\"]          | file:2: record 2: has no string",
        "[{\"text\": \"a\"}~{\"text\": \"b\"}] | file:2: no JSON",
        "[{\"text\": \"a\"}                    | file:1: no JSON",
        "[]~{\"text\": \"a\"}                  | file:2: more follows behind the array",
        "[{\"data\": {\"text\": \"a\"}, \"annotations\": []}] | file:1: record 1: is of an export of Label Studio",
        "[{\"data\": {\"text\": \"a\"}}]        | file:1: record 1: has no string in the field",
        "[{\"annotation_id\": 1, \"lead_time\": 2, \"a\": \"b\"}] | file:1: record 1: is of an export",
        "{\"data\": [{\"text\": \"a\"}]}     | file:1: has no string in the field \"text\"",
      })
  void badArraysAreNamed(String array, String problem) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(bytes(array.replace('~', '\n')), InputFormat.JSONL))
        .withMessageStartingWith(problem);
  }

  /** Whatever texts are written as CSV, TSV or JSON, they come back the same. */
  @Property(tries = 200)
  void textsComeBackFromEveryFormat(
      @ForAll @Size(min = 1, max = 8) List<@From("texts") String> texts, @ForAll InputFormat format)
      throws IOException {
    Assume.that(format.hasFields());
    StringBuilder file = new StringBuilder();
    if (format == InputFormat.JSONL) {
      file.append(
          new ObjectMapper()
              .writeValueAsString(texts.stream().map(it -> Map.of("text", it)).toList()));
    } else {
      String delimiter = format == InputFormat.CSV ? "," : "\t";
      file.append("id").append(delimiter).append("text\r\n");
      for (String text : texts) {
        file.append(text.length()).append(delimiter);
        file.append('"').append(text.replace("\"", "\"\"")).append("\"\r\n");
      }
    }
    assertThat(read(bytes(file.toString()), format)).extracting(InputText::text).isEqualTo(texts);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("ab頭痛 ,\t\"\n\r'\\")
        .ofMinLength(1)
        .ofMaxLength(20)
        .filter(text -> !text.isBlank());
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
        .withMessageStartingWith("file:2: the line has more than 4 MiB; ")
        .withMessageEndingWith("POLYSTILL_JAVA_OPTS=-Dpolystill.longestLine=8388608");
    assertThat(given[0]).isLessThan(5 << 20);
  }

  @AfterEach
  void forgetTheLongestLine() {
    System.clearProperty("polystill.longestLine");
  }

  @Test
  void aLineAsLongAsCanBeIsRead() throws IOException {
    System.setProperty("polystill.longestLine", "1000");
    String longest = "x".repeat(1000);
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
    assertThat(InputFormat.of("a.CSV.bz2")).isEqualTo(InputFormat.CSV);
    assertThat(InputFormat.of("a.tsv")).isEqualTo(InputFormat.TSV);
    for (String name : List.of("a.xlsx", "a.xlsm", "a.docx", "a.zip", "a.parquet")) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> InputFormat.of(name))
          .withMessageStartingWith(name + ": is a")
          .withMessageContaining("; ");
    }
  }

  /** Labels that stand in the file are not classified. */
  @Test
  void linesOfOtherProgramsAreReadWithoutTheirLabels() throws IOException {
    Path fastText = write("test.txt", "__label__a __label__b 頭痛三天\n沒事 __label__a\n");
    assertThat(InputFormat.of(fastText, "text")).isEqualTo(InputFormat.FASTTEXT);
    assertThat(read(Files.newInputStream(fastText), InputFormat.FASTTEXT))
        .extracting(InputText::text)
        .containsExactly("頭痛三天", "沒事");
    String lines = "a1\ta b\t頭痛三天，咳嗽五天，發燒\na2\ta\t沒事\n";
    Path numbered = write("test.tsv", lines.replace("a1", "1"));
    assertThat(InputFormat.of(numbered, "text")).isEqualTo(InputFormat.LIBMULTILABEL);
    assertThat(read(bytes(lines), InputFormat.LIBMULTILABEL))
        .containsExactly(
            new InputText("頭痛三天，咳嗽五天，發燒", "file", 1, Optional.of(new TextNode("a1"))),
            new InputText("沒事", "file", 2, Optional.of(new TextNode("a2"))));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(bytes(lines + "x\n"), InputFormat.LIBMULTILABEL))
        .withMessageStartingWith("file:3: must have two cells");
    assertThat(InputFormat.of(write("prose.txt", "頭痛\t三天\n頭痛\t沒事了\n"), "text"))
        .isEqualTo(InputFormat.LINES);
    assertThat(InputFormat.of(write("table.tsv", "id\ttext\n1\t頭痛\n"), "text"))
        .isEqualTo(InputFormat.TSV);
    assertThat(InputFormat.of(write("corpus.txt", "{\"text\": \"頭痛\"}\n"), "text"))
        .isEqualTo(InputFormat.JSONL);
    assertThat(InputFormat.of(write("braces.txt", "{頭痛} 三天\n"), "text"))
        .isEqualTo(InputFormat.LINES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CSV | id,body~1,咳~2,頭~",
        "TSV | id\tbody~1\t咳~2\t頭~",
        "JSONL | {\"body\": \"咳\"}~{\"body\": \"頭\"}~",
        "JSONL | [{\"body\": \"咳\"}, {\"body\": \"頭\"}]",
        "FASTTEXT | __label__a 咳~頭~",
        "LINES | 咳~頭~",
        "LINES | 咳",
        "LINES | id,text~1,咳~",
        "LINES | ''"
      })
  void theBeginningOfAStreamTellsTheFormat(InputFormat format, String content) throws IOException {
    InputStream in = bytes(content.replace('~', '\n'));
    assertThat(InputFormat.of(in, "body")).isEqualTo(format);
    assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(content.replace('~', '\n'));
  }

  /** Who types a line waits for its answer, not for the next line. */
  @Test
  void noMoreIsWaitedForThanTheFirstLine() throws IOException {
    InputStream typed =
        new InputStream() {
          private final InputStream line = bytes("頭痛三天\n");

          @Override
          public int read() throws IOException {
            int next = line.read();
            assertThat(next)
                .as("the end of the line, behind which nothing is read")
                .isNotNegative();
            return next;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            int first = read();
            target[offset] = (byte) first;
            return 1 + line.readNBytes(target, offset + 1, Math.min(length - 1, line.available()));
          }
        };
    assertThat(InputFormat.of(new BufferedInputStream(typed), "text")).isEqualTo(InputFormat.LINES);
  }

  @Test
  void markupIsNoText() {
    for (String name : List.of("dump.xml", "experiment.yaml", "a.yml.gz")) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> InputFormat.of(name))
          .withMessageStartingWith(name + ": is ")
          .withMessageContaining("; write the texts as lines");
    }
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
