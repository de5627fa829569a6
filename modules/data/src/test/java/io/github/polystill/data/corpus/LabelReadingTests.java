package io.github.polystill.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels in all their spellings, in cells and in JSON. */
final class LabelReadingTests {
  private static final CorpusFormat FORMAT = CorpusFormat.defaults();

  @TempDir private Path directory;

  /** What Python 3's repr gives, as a data frame writes it, and JSON. */
  @Test
  void listsOfACellAreLists() throws IOException {
    assertThat(labels(cells("['頭痛', '發燒']", "['發燒']", "[]", "[\"頭痛\", \"發燒\"]")))
        .containsExactly(List.of("頭痛", "發燒"), List.of("發燒"), List.of(), List.of("頭痛", "發燒"));
    assertThat(
            labels(
                cells(
                    "[\"it's\", 'say \"x\"', 'both \\' and \"']",
                    "['back\\\\slash', 'caf\\xe9', '\\u3042', '\\U0001f600',]",
                    "('a', 'b')",
                    "{'a', 'b'}",
                    "('a',)",
                    "set()",
                    " [ 3 , 5 ] ",
                    "[u'a',\"b;c\"]",
                    "{\"choices\": [\"a\", \"b\"]}")))
        .containsExactly(
            List.of("it's", "say \"x\"", "both ' and \""),
            List.of("back\\slash", "café", "あ", "😀"),
            List.of("a", "b"),
            List.of("a", "b"),
            List.of("a"),
            List.of(),
            List.of("3", "5"),
            List.of("a", "b;c"),
            List.of("a", "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[頭痛, 發燒]",
        "['a' 'b']",
        "['a', None]",
        "['a, 'b']",
        "['a\\q']",
        "[', ]",
        "{'a': ['b']}"
      })
  void whatOnlyLooksLikeAListIsRefused(String cell) throws IOException {
    assertThat(problems(cells("x", cell)))
        .singleElement()
        .asString()
        .contains(":3: the labels " + cell + " look like a list but are none; write [\"a\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1, 0, 1]",
        "[1.0, 0.0]",
        "1 0 1",
        "1;0;0",
        "[0 0]",
        "[True, False, True]",
        "[1. 0. 1.]",
        "1. 0. 1.",
        "[0 1]",
        "[1. 0.]"
      })
  void aVectorHasNoNames(String cell) throws IOException {
    Path file = cells(cell.equals("[1.0, 0.0]") ? "[0.0, 0.0]" : cell, cell, "[0, 1, 0]");
    assertThat(problems(file))
        .singleElement()
        .asString()
        .startsWith(file + ":2: the labels ")
        .contains("are a vector of 0 and 1", "corpus.labelColumns");
    assertThatThrownBy(() -> CorpusReader.skippingInvalid(CorpusReader.read(file, FORMAT)))
        .isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[1, 0, 1]", "[true, false, true]", "[\"1\", \"0\", \"0\"]", "[0.0, 0.0]"})
  void soDoesAVectorInJson(String value) throws IOException {
    Path file = json("[\"a\"]", value, value);
    assertThat(problems(file))
        .singleElement()
        .asString()
        .startsWith(file + ":2: the labels ")
        .contains("are a vector of 0 and 1");
  }

  @Test
  void aPairOfZeroAndOneIsAVectorWhereAllRecordsHaveOne() throws IOException {
    Path pairs = json("[0, 1]", "[1, 0]", "[]");
    assertThat(problems(pairs)).singleElement().asString().startsWith(pairs + ":1: ");
    assertThat(labels(json("[0, 1]", "[7]"))).containsExactly(List.of("0", "1"), List.of("7"));
  }

  @Test
  void soIsOneWithBlanksBetween() throws IOException {
    Path pairs = cells("0 1", "1 0", "");
    assertThat(problems(pairs)).singleElement().asString().startsWith(pairs + ":2: ");
    assertThat(labels(cells("0 1", "rest"))).containsExactly(List.of("0 1"), List.of("rest"));
  }

  @Test
  void stringsAndNumbersOfJsonAreLabels() throws IOException {
    assertThat(labels(json("\"a; b\"", "\"\"", "3", "[3, \"b\"]", "\"['x', 'y']\"")))
        .containsExactly(
            List.of("a", "b"), List.of(), List.of("3"), List.of("3", "b"), List.of("x", "y"));
  }

  @Test
  void fieldsOfJsonMayBeFlags() throws IOException {
    Path file =
        write(
            "c.jsonl",
            """
            {"text": "x", "a": 1, "b": false, "c": null}
            {"text": "y", "a": 0.0, "b": true, "c": "1.0"}
            {"text": "z", "a": [1], "b": true}
            """);
    CorpusReadResult result =
        CorpusReader.read(file, FORMAT.withLabelColumns(List.of("a", "b", "c")));
    assertThat(result.documents())
        .extracting(Document::labels)
        .containsExactly(List.of("a"), List.of("b", "c"));
    assertThat(result.problems())
        .extracting(CorpusProblem::message)
        .satisfiesExactly(
            m -> assertThat(m).startsWith("the label column \"a\" holds"),
            m -> assertThat(m).startsWith("the field \"c\" is missing"));
  }

  @Test
  void endsAreStripped() throws IOException {
    Path file = json("[\"藥物\"]", "[\"藥物\\u200b\"]", "[\"\\u00a0藥物\\u3000\"]", "[\"藥物\\ufeff\\n\"]");
    assertThat(labels(file)).containsOnly(List.of("藥物"));
    assertThat(problems(json("[\"\\u200b \"]")))
        .singleElement()
        .asString()
        .contains("a label is blank");
  }

  @Test
  void labelsThatLookAlikeAreOneProblemEach() throws IOException {
    Path file =
        json(
            "[\"café\"]",
            "[\"cafe\\u0301\"]",
            "[\"Ａ型\", \"A型\"]",
            "[\"藥\\u200b物\", \"A型\"]",
            "[\"藥物\"]");
    assertThat(problems(file))
        .satisfiesExactly(
            p ->
                assertThat(p)
                    .isEqualTo(
                        file
                            + ":2: the label \"cafe\u0301\" (U+0065 U+0301) looks like"
                            + " \"café\" (U+00E9) on line 1; spell it in one way"),
            p ->
                assertThat(p)
                    .startsWith(file + ":3: ")
                    .contains("\"A型\" (U+0041)", "(U+FF21) on line 3"),
            p ->
                assertThat(p)
                    .startsWith(file + ":5: ")
                    .contains("without it", "U+200B", "on line 4"));
  }

  @Test
  void soAreThoseOfTwoFiles() throws IOException {
    Path train = Files.move(json("[\"Ａ\"]", "[\"b\"]"), directory.resolve("train.jsonl"));
    Path test = json("[\"A\"]", "[\"b\"]");
    Map<String, Path> files = new LinkedHashMap<>();
    files.put("train", train);
    files.put("test", test);
    CorpusReadResult result = CorpusReader.read(files, FORMAT);
    assertThat(result.problems())
        .singleElement()
        .asString()
        .startsWith(
            test + ":1: the label \"A\" (U+0041) looks like \"Ａ\" (U+FF21) at " + train + ":1");
    assertThat(result.documents())
        .as("lines of two files are two ids")
        .extracting(Document::id)
        .containsExactly("train:1", "train:2", "test:1", "test:2");
  }

  @Test
  void soAreThoseOfColumns() throws IOException {
    Path file = write("c.csv", "text,Ａ,A\nx,1,0\n");
    assertThat(CorpusReader.read(file, FORMAT.withLabelColumns(List.of("Ａ", "A"))).problems())
        .singleElement()
        .asString()
        .startsWith(file + ":1: the label \"A\" (U+0041) looks like \"Ａ\"");
  }

  @Test
  void controlCharactersInALabelAreRefused() throws IOException {
    Path file = json("[\"注意\\n事項\"]", "[\"a\\tb\"]", "[\"a\\u2028b\"]", "[\"fine\"]");
    assertThat(problems(file))
        .satisfiesExactly(
            p ->
                assertThat(p)
                    .isEqualTo(
                        file
                            + ":1: the label \"注意…事項\" holds the control character U+000A; take it out"),
            p -> assertThat(p).contains(":2: ", "U+0009"),
            p -> assertThat(p).contains(":3: ", "U+2028"));
    Path columns = write("c.csv", "text,\"a\nb\"\nx,1\n");
    assertThat(CorpusReader.read(columns, FORMAT.withLabelColumns(List.of("a\nb"))).problems())
        .singleElement()
        .asString()
        .startsWith(columns + ":1: the label \"a…b\" holds the control character U+000A");
  }

  @Test
  void anotherUsualSeparatorInManyCellsIsAWarning() throws IOException {
    Path file = cells("頭痛、發燒", "發燒、咳嗽", "咳嗽", "咳嗽,發燒");
    assertThat(CorpusReader.read(file, FORMAT).warnings())
        .singleElement()
        .asString()
        .isEqualTo(
            file
                + ": 2 of 4 cells of labels hold \"、\" but corpus.labelSeparator is \";\", so"
                + " \"頭痛、發燒\" on line 2 is one label; if it is several, set"
                + " corpus.labelSeparator to \"、\"");
    assertThat(CorpusReader.read(file, FORMAT.withSeparator("、")).warnings()).isEmpty();
    assertThat(CorpusReader.read(cells("a#b", "b#c"), FORMAT).warnings())
        .singleElement()
        .asString()
        .endsWith("set corpus.labelSeparator to \"#\"");
    assertThat(CorpusReader.read(json("[\"a,b\"]", "[\"c,d\"]"), FORMAT).warnings())
        .as("items of a list are meant so")
        .isEmpty();
  }

  private List<List<String>> labels(Path file) throws IOException {
    return CorpusReader.readStrict(file, FORMAT).stream().map(Document::labels).toList();
  }

  private List<String> problems(Path file) throws IOException {
    return CorpusReader.read(file, FORMAT).problems().stream()
        .map(CorpusProblem::toString)
        .toList();
  }

  private Path cells(String... cells) throws IOException {
    StringBuilder csv = new StringBuilder("text,labels\n");
    for (String cell : cells) {
      csv.append("x,\"").append(cell.replace("\"", "\"\"")).append("\"\n");
    }
    return write("c.csv", csv.toString());
  }

  private Path json(String... values) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String value : values) {
      lines.append("{\"text\": \"x\", \"labels\": ").append(value).append("}\n");
    }
    return write("c.jsonl", lines.toString());
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
