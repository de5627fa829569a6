package io.github.polystill.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DelimitedReadingTests {
  private static final CorpusFormat FORMAT = CorpusFormat.defaults();

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void readsQuotedCellsAndLabelsOfOneColumn(String end) throws IOException {
    String content =
        String.join(
            end,
            "\uFEFFtext,id,labels,group",
            "\"一行，",
            "\"\"二\"\"行, x\",1,感冒; 咳嗽,g",
            "",
            "三,2,,",
            "四,3,感冒,");
    for (String last : List.of("", end)) {
      assertThat(CorpusReader.readStrict(write("corpus.csv", content + last), FORMAT))
          .containsExactly(
              new Document("1", "一行，" + end + "\"二\"行, x", List.of("感冒", "咳嗽"), Optional.of("g")),
              new Document("2", "三", List.of()),
              new Document("3", "四", List.of("感冒")));
    }
  }

  /** As header, behind blank lines and rows, and in a cell whose quote is open. */
  @Test
  void aLineThatIsTooLongIsNamed() {
    Map<String, Integer> lines = Map.of("", 1, "\n\n", 3, "a,b\n1,2\n", 3, "a,b\n\"1\n", 3);
    System.setProperty("polystill.longestLine", "50");
    try {
      lines.forEach(
          (before, line) -> {
            byte[] table = (before + "x".repeat(99) + "\n3,4\n").getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> readAll(new ByteArrayInputStream(table)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("file:" + line + ": the line has more than ");
          });
    } finally {
      System.clearProperty("polystill.longestLine");
    }
  }

  private static void readAll(InputStream in) throws IOException {
    try (DelimitedRows rows = DelimitedRows.open(in, "file", ',')) {
      while (rows.next().isPresent()) {
        assertThat(rows.header()).hasSize(2);
      }
    }
  }

  @Test
  void readsTabsAndAnotherSeparator() throws IOException {
    Path file = write("corpus.tsv", "id\ttext\tlabels\n1\ta, b\tx|y\n");
    assertThat(CorpusReader.readStrict(file, FORMAT.withSeparator("|")))
        .containsExactly(new Document("1", "a, b", List.of("x", "y")));
  }

  @Test
  void whatADataFrameWritesForNothingIsNoLabel() throws IOException {
    Path file =
        write("corpus.csv", "id,text,labels\n1,x,nan\n2,y,NaN\n3,z,<NA>\n4,w,\"[\"\"nan\"\"]\"\n");
    CorpusReadResult result = CorpusReader.read(file, FORMAT);
    assertThat(result.documents()).extracting(Document::labels).containsExactly(List.of("nan"));
    assertThat(result.problems())
        .hasSize(3)
        .element(1)
        .hasToString(
            file
                + ":3: the labels are NaN, which a data frame writes where there is no value; leave"
                + " them empty where the document has none, or write [\"NaN\"] where that is a"
                + " label");
    Path flags = write("flags.csv", "id,text,a\n1,x,nan\n");
    assertThat(CorpusReader.read(flags, FORMAT.withLabelColumns(List.of("a"))).problems())
        .singleElement()
        .hasToString(flags + ":2: the label column \"a\" holds \"nan\"; write 1 or 0");
  }

  @Test
  void readsOneColumnPerLabel() throws IOException {
    Path file =
        write("corpus.csv", "id,text,感冒,咳嗽\n1,x,0.0,True\n2,y,1.0, 1\n3,z,FALSE,\n4,w,yes,2\n");
    CorpusReadResult result = CorpusReader.read(file, FORMAT.withLabelColumns(List.of("咳嗽", "感冒")));
    assertThat(result.documents())
        .extracting(Document::labels)
        .containsExactly(List.of("咳嗽"), List.of("咳嗽", "感冒"), List.of());
    assertThat(result.problems())
        .extracting(CorpusProblem::toString)
        .containsExactly(
            file + ":5: the label column \"咳嗽\" holds \"2\"; write 1 or 0",
            file + ":5: the label column \"感冒\" holds \"yes\"; write 1 or 0");
  }

  @Test
  void linesAreThoseOnWhichRecordsStart() throws IOException {
    Path file =
        write(
            "corpus.csv",
            "\r\nid,text,labels\r\n1,\"a\r\nb\r\n\r\nc\",x\r\n2,\"d\r\ne\"\r\n\r\n3,,x\r\n4,\"y\r\nz\",a;;a\r\n1,\"u\r\nv\",x");
    assertThat(CorpusReader.read(file, FORMAT).problems())
        .extracting(problem -> problem.line() + " " + problem.message())
        .satisfiesExactly(
            m -> assertThat(m).startsWith("7 has 2 columns but the header has 3;"),
            m -> assertThat(m).startsWith("10 the text is empty"),
            m -> assertThat(m).startsWith("11 a label is blank"),
            m -> assertThat(m).startsWith("11 the label \"a\" is named twice"),
            m ->
                assertThat(m)
                    .startsWith("13 the id \"1\" is already that of the document on line 3"));
  }

  @Test
  void aHeaderWithoutAColumnNamesTheNearest() throws IOException {
    Path file = write("corpus.csv", "Id,text,label,text\n1,x,a,b\n");
    assertThat(CorpusReader.read(file, FORMAT).problems())
        .extracting(CorpusProblem::toString)
        .containsExactly(
            file
                + ":1: the header has no column \"id\"; the nearest is \"Id\"; add the column or"
                + " correct corpus.id",
            file + ":1: the header has the column \"text\" twice; rename or remove one",
            file
                + ":1: the header has no column \"labels\"; the nearest is \"label\"; add the"
                + " column or correct corpus.labels; if it is doccano's: corpus.format: doccano");
    assertThatThrownBy(() -> CorpusReader.skippingInvalid(CorpusReader.read(file, FORMAT)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no column \"id\"")
        .hasMessageEndingWith("(2 more problems; `polystill corpus check` lists all)");
  }

  @Test
  void aGroupThatWasAskedForMustBeAColumn() throws IOException {
    Path file = write("corpus.csv", "id,text,labels,pateint\n1,x,a,p\n");
    assertThat(CorpusReader.read(file, FORMAT.withGroup("patient")).problems())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("nearest is \"pateint\"", "corpus.group"));
  }

  @Test
  void anOpenQuoteIsReportedWhereItsRecordStarts() throws IOException {
    Path file = write("corpus.csv", "id,text,labels\n1,x,a\n2,\"y,a\n3,z,a\n");
    CorpusReadResult result = CorpusReader.read(file, FORMAT);
    assertThat(result.documents()).extracting(Document::id).containsExactly("1");
    assertThat(result.problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.line()).isEqualTo(3);
              assertThat(p.scope()).isEqualTo(CorpusProblem.Scope.FILE);
              assertThat(p.message()).startsWith("malformed quotes (").doesNotContain("line 3");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void bytesThatAreNotUtf8AreReportedForTheirRecord(String end) throws IOException {
    Charset foreign = Charset.forName("GB18030");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("id,text,labels\n1,一,a\n2,\"x\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes("咳\",a\n".getBytes(foreign));
    bytes.writeBytes("3,三,a\n4,\"y\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(("z\",咳" + end).getBytes(foreign));
    Path file = Files.write(directory.resolve("corpus.csv"), bytes.toByteArray());
    CorpusReadResult result = CorpusReader.read(file, FORMAT);
    assertThat(result.documents()).extracting(Document::id).containsExactly("1", "3");
    assertThat(result.problems()).extracting(CorpusProblem::line).containsExactly(3L, 6L);
    assertThat(result.problems())
        .allSatisfy(problem -> assertThat(problem.message()).contains("is not UTF-8"));
  }

  @Test
  void aHeaderAloneIsNoCorpus() throws IOException {
    Path file = write("corpus.csv", "id,text,labels\n");
    assertThatThrownBy(() -> CorpusReader.read(file, FORMAT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has no records");
  }

  @Test
  void contradictoryFormatsAreRejected() {
    assertThatThrownBy(() -> FORMAT.withSeparator(""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("corpus.labelSeparator");
    assertThatThrownBy(() -> FORMAT.withText("id"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("corpus.text");
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
