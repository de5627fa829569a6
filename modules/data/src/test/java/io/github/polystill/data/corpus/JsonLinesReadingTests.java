package io.github.polystill.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonLinesReadingTests {
  private static final CorpusFormat FORMAT = CorpusFormat.defaults();

  @TempDir private Path directory;

  @Test
  void readsFieldsInTheOrderOfTheFile() throws IOException {
    Path file =
        write(
            """
            {"id": "b", "text": "咳嗽\\n发热", "labels": ["感冒", " 咳嗽 "], "group": "g", "more": 1}
            {"labels": [], "text": "x", "id": 7, "group": null}
            """);
    assertThat(CorpusReader.readStrict(file, FORMAT))
        .containsExactly(
            new Document("b", "咳嗽\n发热", List.of("感冒", "咳嗽"), Optional.of("g")),
            new Document("7", "x", List.of()));
  }

  @Test
  void aLineThatIsTooLongIsOneBadRecordInEveryFormat() throws IOException {
    String text = "x".repeat(300);
    Path lines =
        write(
            "{\"id\": 1, \"text\": \"a\", \"labels\": []}\n{\"id\": 2, \"text\": \""
                + text
                + "\", \"labels\": []}\r\n{\"id\": 3, \"text\": \"c\", \"labels\": []}\n");
    Path csv = directory.resolve("a.csv");
    Files.writeString(csv, "id,text,labels\n1,a,\n2," + text + ",\n");
    Path plain = directory.resolve("a.txt");
    Files.writeString(plain, "__label__a b\n__label__a " + text + "\n__label__a c\n");
    System.setProperty("polystill.longestLine", "200");
    try {
      CorpusReadResult read = CorpusReader.read(lines, FORMAT);
      assertThat(read.documents()).extracting(Document::text).containsExactly("a", "c");
      assertThat(read.problems()).hasSize(1);
      String problem = ":%d: the line has more than 200 bytes; put every document on a line of its";
      assertThatThrownBy(() -> CorpusReader.readStrict(lines, FORMAT))
          .hasMessageStartingWith(lines + problem.replace("%d", "2"))
          .hasMessageContaining("POLYSTILL_JAVA_OPTS=-Dpolystill.longestLine=400");
      assertThatThrownBy(() -> CorpusReader.readStrict(csv, FORMAT))
          .hasMessageStartingWith(csv + problem.replace("%d", "3"));
      assertThatThrownBy(
              () -> CorpusReader.readStrict(plain, FORMAT.withType(CorpusFormat.FileType.FASTTEXT)))
          .hasMessageStartingWith(plain + problem.replace("%d", "2"));
    } finally {
      System.clearProperty("polystill.longestLine");
    }
    assertThat(CorpusReader.readStrict(lines, FORMAT)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "64M", "", "1073741825", "9999999999"})
  void aLongestLineThatIsNoNumberOfBytesIsRefused(String value) throws IOException {
    Path file = write("{\"id\": 1, \"text\": \"a\", \"labels\": []}\n");
    System.setProperty("polystill.longestLine", value);
    try {
      assertThatThrownBy(() -> CorpusReader.read(file, FORMAT))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "-Dpolystill.longestLine="
                  + value
                  + ": must be a number of bytes from 1 to 1073741824; correct POLYSTILL_JAVA_OPTS");
    } finally {
      System.clearProperty("polystill.longestLine");
    }
  }

  /** Which is how most programs write one. */
  @Test
  void anArrayOnOneLineMayBeLonger() throws IOException {
    Path array = directory.resolve("a.json");
    String text = "一 ".repeat(600_000);
    Files.writeString(array, "[{\"text\": \"" + text + "\", \"labels\": [\"a\"]}]");
    System.setProperty("polystill.longestLine", "200");
    try {
      assertThat(CorpusReader.readStrict(array, FORMAT).get(0).text()).isEqualTo(text);
    } finally {
      System.clearProperty("polystill.longestLine");
    }
  }

  @Test
  void readsOtherFieldNames() throws IOException {
    Path file = write("{\"n\": 1, \"body\": \"x\", \"topics\": [\"a\"], \"patient\": 12}\n");
    CorpusFormat format =
        FORMAT.withId("n").withText("body").withLabels("topics").withGroup("patient");
    assertThat(CorpusReader.readStrict(file, format))
        .containsExactly(new Document("1", "x", List.of("a"), Optional.of("12")));
  }

  @ParameterizedTest
  @CsvSource({"'\n'", "'\r\n'", "'\r'", "'\n\n'"})
  void readsAllLineEndsWithAndWithoutByteOrderMark(String end) throws IOException {
    String first = "{\"id\": \"1\", \"text\": \"一\", \"labels\": []}";
    String second = "{\"id\": \"2\", \"text\": \"二\", \"labels\": []}";
    for (String start : List.of("", "\uFEFF")) {
      for (String last : List.of("", end)) {
        Path file = write(start + first + end + second + last);
        assertThat(CorpusReader.readStrict(file, FORMAT))
            .extracting(Document::text)
            .containsExactly("一", "二");
      }
    }
  }

  @Test
  void collectsEveryProblemWithLineAndRemedy() throws IOException {
    Path file =
        write(
            """
            {"id": "1", "text": "fine", "labels": ["a"]}
            {"id": "2", "text": "cut
            {"id": "3", "txet": "misspelt", "labels": []}
            {"id": true, "text": 5, "labels": true}

            {"id": "1", "text": "   ", "labels": ["a", "a", " "]}
            {"id": " ", "text": "\\u200b\\ufeff", "labels": [1.5]}
            [1, 2]
            {"id": "8", "text": "x", "labels": []} {}
            {"id": "9", "id": "10", "text": "x", "labels": []}
            {"id": "11", "text": "\\ud83d", "labels": []}
            {"id": "12", "text": "fine too", "labels": []}
            """);
    CorpusReadResult result = CorpusReader.read(file, FORMAT);
    assertThat(result.documents()).extracting(Document::id).containsExactly("1", "12");
    assertThat(result.records()).isEqualTo(11);
    assertThat(result.skipped()).isEqualTo(9);
    assertThat(result.problems())
        .extracting(problem -> problem.line() + " " + problem.message())
        .satisfiesExactly(
            m -> assertThat(m).startsWith("2 malformed JSON at column ").contains("one whole"),
            m ->
                assertThat(m)
                    .startsWith("3 the field \"text\" is missing; the nearest is \"txet\""),
            m -> assertThat(m).startsWith("4 the field \"id\" must be a string but holds true"),
            m ->
                assertThat(m)
                    .startsWith("4 the field \"text\" must be a string but holds the numb"),
            m ->
                assertThat(m).startsWith("4 the field \"labels\" must be an array of strings ([] "),
            m ->
                assertThat(m)
                    .startsWith("6 the id \"1\" is already that of the document on line 1;"),
            m -> assertThat(m).startsWith("6 the text is empty;"),
            m -> assertThat(m).startsWith("6 the label \"a\" is named twice;"),
            m -> assertThat(m).startsWith("6 a label is blank;"),
            m -> assertThat(m).startsWith("7 the field \"labels\" must be an array of strings but"),
            m -> assertThat(m).startsWith("7 the id is blank;"),
            m -> assertThat(m).startsWith("7 the text is blank once normalised"),
            m -> assertThat(m).startsWith("8 holds an array instead of an object;"),
            m -> assertThat(m).startsWith("9 malformed JSON").contains("more follows"),
            m -> assertThat(m).startsWith("10 malformed JSON").contains("Duplicate field 'id'"),
            m -> assertThat(m).startsWith("11 the text holds half of a surrogate pair"));
    assertThat(result.problems())
        .allSatisfy(problem -> assertThat(problem.message()).doesNotContain("\n", "Source"))
        .allSatisfy(problem -> assertThat(problem.toString()).startsWith(file + ":"));
  }

  @Test
  void namesTheLineAndByteThatIsNotUtf8() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        "{\"id\": \"1\", \"text\": \"咳\", \"labels\": []}\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(
        "{\"id\": \"2\", \"text\": \"咳\", \"labels\": []}\n".getBytes(Charset.forName("GB18030")));
    bytes.writeBytes(
        "{\"id\": \"3\", \"text\": \"咳\", \"labels\": []}".getBytes(StandardCharsets.UTF_8));
    Path file = Files.write(directory.resolve("corpus.jsonl"), bytes.toByteArray());
    CorpusReadResult result = CorpusReader.read(file, FORMAT);
    assertThat(result.documents()).extracting(Document::id).containsExactly("1", "3");
    assertThat(result.problems())
        .singleElement()
        .hasToString(
            file
                + ":2: byte 22 of the line (0xBF) is not UTF-8; convert the file from the encoding it has,"
                + " such as BIG5 for Traditional or GB18030 for Simplified Chinese: iconv -f BIG5 -t"
                + " UTF-8");
  }

  @Test
  void recognisesUtf16() throws IOException {
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      Path file = directory.resolve("corpus.jsonl");
      Files.writeString(file, "\uFEFF{\"id\": \"1\"}\n", charset);
      assertThat(CorpusReader.read(file, FORMAT).problems().get(0).message())
          .contains("UTF-16", "iconv -f UTF-16 -t UTF-8");
    }
  }

  @Test
  void strictReadingNamesTheFirstProblemAndHowManyFollow() throws IOException {
    Path file =
        write(
            """
            {"id": "1", "text": "", "labels": []}
            {"id": "2", "labels": []}
            nonsense
            """);
    assertThatThrownBy(() -> CorpusReader.readStrict(file, FORMAT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            file
                + ":1: the text is empty; give it content or remove the record (2 more problems;"
                + " `polystill corpus check` lists all, corpus.skipInvalid leaves such records"
                + " out)");
    assertThatThrownBy(() -> CorpusReader.skippingInvalid(CorpusReader.read(file, FORMAT)))
        .as("nothing remains")
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ":1: the text is empty");
  }

  @Test
  void lenientReadingSkipsAndCounts() throws IOException {
    Path file =
        write(
            "{\"id\": \"1\", \"text\": \"\", \"labels\": []}\n{\"id\": \"2\", \"text\": \"x\", \"labels\": []}\n");
    CorpusReadResult result = CorpusReader.skippingInvalid(CorpusReader.read(file, FORMAT));
    assertThat(result.documents()).extracting(Document::id).containsExactly("2");
    assertThat(result.skipped()).isEqualTo(1);
  }

  @Test
  void aGroupThatWasAskedForMustExistSomewhere() throws IOException {
    Path file = write("{\"id\": \"1\", \"text\": \"x\", \"labels\": []}\n");
    assertThatThrownBy(
            () ->
                CorpusReader.skippingInvalid(CorpusReader.read(file, FORMAT.withGroup("patient"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no record has the field \"patient\"");
  }

  @Test
  void filesThatAreNoCorpusAreNamed() throws IOException {
    assertInvalid(directory.resolve("none.jsonl"), "no such file");
    assertInvalid(directory, "is a directory");
    assertInvalid(Files.createFile(directory.resolve("empty.jsonl")), "has no records");
    assertInvalid(Files.writeString(directory.resolve("blank.jsonl"), "\n \n"), "has no records");
    assertInvalid(Files.createFile(directory.resolve("corpus.dat")), "set corpus.format");
  }

  private static void assertInvalid(Path file, String problem) {
    assertThatThrownBy(() -> CorpusReader.read(file, FORMAT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(problem);
  }

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("corpus.jsonl"), content);
  }
}
