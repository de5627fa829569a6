package io.github.polystill.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
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

/** Files of other programs, recognised or named, and what is said of those that are neither. */
final class ForeignFormatTests {
  private static final CorpusFormat FORMAT = CorpusFormat.defaults();
  private static final List<Document> TWO =
      List.of(new Document("1", "頭痛三天", List.of("a", "b")), new Document("2", "沒事", List.of()));

  @TempDir private Path directory;

  @Test
  void documentsWithoutIdsAreNamedByTheirLines() throws IOException {
    Path lines =
        write(
            "c.jsonl", "{\"text\": \"x\", \"labels\": []}\n\n{\"text\": \"y\", \"labels\": []}\n");
    assertThat(CorpusReader.read(lines, FORMAT).documents())
        .extracting(Document::id)
        .containsExactly("1", "3");
    assertThat(CorpusReader.read(lines, FORMAT).notes())
        .singleElement()
        .asString()
        .contains("line");
    Path csv = write("c.csv", "text,labels\n\"a\nb\",x\nc,y\n");
    assertThat(CorpusReader.readStrict(csv, FORMAT))
        .extracting(Document::id)
        .containsExactly("2", "4");
    Path array =
        write("c.json", "[{\"text\": \"x\", \"labels\": []}, {\"text\": \"y\", \"labels\": []}]");
    assertThat(CorpusReader.readStrict(array, FORMAT))
        .extracting(Document::id)
        .containsExactly("1", "2");
  }

  @Test
  void anIdThatWasAskedForMustBeThere() throws IOException {
    Path lines = write("c.jsonl", "{\"text\": \"x\", \"labels\": []}\n");
    assertThat(CorpusReader.read(lines, FORMAT.withId("nr")).problems())
        .singleElement()
        .asString()
        .contains(":1: the field \"nr\" is missing", "corpus.id");
    Path csv = write("c.csv", "text,labels\nx,y\n");
    assertThat(CorpusReader.read(csv, FORMAT.withId("nr")).problems())
        .singleElement()
        .asString()
        .contains(":1: the header has no column \"nr\"", "corpus.id");
  }

  @Test
  void idsOfSomeRecordsAloneAreAProblemOfTheOthers() throws IOException {
    Path file =
        write(
            "c.jsonl",
            """
            {"text": "x", "labels": []}
            {"id": "1", "text": "y", "labels": []}
            {"text": "z", "labels": []}
            """);
    CorpusReadResult result = CorpusReader.read(file, FORMAT);
    assertThat(result.documents()).extracting(Document::text).containsExactly("y");
    assertThat(result.problems())
        .extracting(CorpusProblem::toString)
        .satisfiesExactly(
            p -> assertThat(p).startsWith(file + ":1: the field \"id\" is missing"),
            p -> assertThat(p).startsWith(file + ":3: the field \"id\" is missing"));
  }

  @Test
  void readsArrays() throws IOException {
    Path file =
        write(
            "c.json",
            """

            [ {"id": 1, "text": "頭痛三天", "labels": ["a", "b"]},
              {"id": 2, "text": " ", "labels": []}, 5,
              {"id": 2, "text": "沒事", "labels": []} ]
            """);
    CorpusReadResult result = CorpusReader.read(file, FORMAT);
    assertThat(result.problems())
        .extracting(CorpusProblem::toString)
        .satisfiesExactly(
            p -> assertThat(p).startsWith(file + ":3: record 2: the text is empty"),
            p -> assertThat(p).startsWith(file + ":3: record 3: holds the number 5 instead"),
            p -> assertThat(p).startsWith(file + ":4: record 4: the id \"2\" is already"));
    assertThat(result.documents()).containsExactly(TWO.get(0));
    for (String broken : List.of("[{\"text\": \"x\",\n", "[{}] 1", "[{\"a\": 1,\n\"a\": 2}]")) {
      assertThat(CorpusReader.read(write("b.json", broken), FORMAT).problems())
          .filteredOn(problem -> problem.scope() == CorpusProblem.Scope.FILE)
          .as(broken)
          .hasSize(1);
    }
    Path foreign = directory.resolve("f.json");
    Files.write(
        foreign,
        "[{\"text\": \"x\", \"labels\": []},\n{\"text\": \"咳\", \"labels\": []}]"
            .getBytes(Charset.forName("GB18030")));
    assertThat(CorpusReader.read(foreign, FORMAT).problems())
        .singleElement()
        .asString()
        .startsWith(foreign + ":2: record 2: byte 11 of the line");
    assertThat(
            CorpusReader.read(write("o.json", "{\"text\": \"x\"}"), FORMAT.withType(FileType.JSON))
                .problems())
        .singleElement()
        .asString()
        .contains("does not begin with [");
  }

  @Test
  void readsFastText() throws IOException {
    Path file = write("train.txt", "__label__a __label__b 頭痛三天\n\n沒事\n");
    assertThat(CorpusReader.readStrict(file, FORMAT))
        .containsExactly(
            new Document("1", "頭痛三天", List.of("a", "b")), new Document("3", "沒事", List.of()));
    Path behind = write("b.ft", "we  all __label__a\n__label__b\n");
    CorpusReadResult result = CorpusReader.read(behind, FORMAT.withType(FileType.FASTTEXT));
    assertThat(result.documents()).containsExactly(new Document("1", "we all", List.of("a")));
    assertThat(result.problems()).singleElement().asString().contains(":2: the text is empty");
  }

  @Test
  void readsLibMultiLabelWhereNothingElseCanBeMeant() throws IOException {
    Path ids = write("train.txt", "1\ta b\t頭痛三天\n2\t\t沒事 \"沒事\n");
    assertThat(CorpusReader.readStrict(ids, FORMAT))
        .containsExactly(TWO.get(0), new Document("2", "沒事 \"沒事", List.of()));
    Path pairs = write("train.tsv", "a b\t頭痛三天\na\t頭痛\n");
    assertThat(CorpusReader.readStrict(pairs, FORMAT))
        .containsExactly(TWO.get(0), new Document("2", "頭痛", List.of("a")));
    Path header = write("h.tsv", "nr\tcontent\ttags\n1\tx y z\ta\n2\ty\tb\n");
    assertThat(CorpusReader.read(header, FORMAT).problems())
        .extracting(CorpusProblem::message)
        .satisfiesExactly(
            m -> assertThat(m).contains("no column \"text\"", "set corpus.text: content"),
            m -> assertThat(m).contains("no column \"labels\"", "set corpus.labels: tags"));
    Path order = write("o.txt", "1\t頭痛三天了 頭痛\ta\n2\t有點發燒 頭痛\ta\n");
    assertThatThrownBy(() -> CorpusReader.read(order, FORMAT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("set corpus.format to one of jsonl, json, csv, tsv");
    assertThat(
            CorpusReader.read(
                    write("m.txt", "1\ta\tx\nb\ty\nz\n"), FORMAT.withType(FileType.LIBMULTILABEL))
                .problems())
        .extracting(CorpusProblem::toString)
        .satisfiesExactly(
            p -> assertThat(p).contains(":2: has 2 cells between tabs but the first line has 3"),
            p -> assertThat(p).contains(":3: has 1 cells between tabs; LibMultiLabel has two"));
  }

  @Test
  void readsDoccano() throws IOException {
    String label = "{\"id\": 1, \"text\": \"頭痛三天\", \"label\": [\"a\", \"b\"], \"Comments\": []}\n";
    String older = "{\"id\": 2, \"data\": \"沒事\", \"label\": []}\n";
    assertThat(CorpusReader.readStrict(write("a.jsonl", label), FORMAT))
        .containsExactly(TWO.get(0));
    assertThat(CorpusReader.readStrict(write("b.json", "[" + older + "]"), FORMAT))
        .containsExactly(TWO.get(1));
    Path csv = write("c.csv", "id,text,label\n1,頭痛三天,a#b\n2,沒事,\n");
    assertThat(CorpusReader.readStrict(csv, FORMAT.withType(FileType.DOCCANO)))
        .containsExactlyElementsOf(TWO);
    assertThat(CorpusReader.read(csv, FORMAT).problems())
        .singleElement()
        .asString()
        .contains(
            "no column \"labels\"; the nearest is \"label\"",
            "; if it is doccano's: corpus.format: doccano");
    Path spans = write("s.jsonl", "{\"id\": 1, \"text\": \"頭痛\", \"label\": [[0, 2, \"a\"]]}\n");
    assertThat(CorpusReader.read(spans, FORMAT).problems())
        .singleElement()
        .asString()
        .contains(":1: the field \"label\" must be", "spans of a text cannot be learnt");
  }

  private static String task(int id, String text, String... annotations) {
    return "{\"id\": "
        + id
        + ", \"data\": {\"text\": \""
        + text
        + "\"}, \"annotations\": ["
        + String.join(", ", annotations)
        + "], \"predictions\": []}";
  }

  private static String annotation(String control, String choices) {
    return "{\"was_cancelled\": false, \"result\": [{\"from_name\": \""
        + control
        + "\", \"to_name\": \"text\", \"type\": \"choices\", \"value\": {\"choices\": ["
        + choices
        + "]}}]}";
  }

  private static final String NOTHING = "{\"result\": []}";
  private static final String CANCELLED = "{\"was_cancelled\": true, \"result\": []}";

  @Test
  void readsTasksOfLabelStudio() throws IOException {
    String first = task(1, "頭痛三天", CANCELLED, annotation("topic", "\"a\", \"b\""));
    Path file = write("p.json", "[" + first + ",\n" + task(2, "沒事", NOTHING) + "]");
    assertThat(CorpusReader.readStrict(file, FORMAT)).containsExactlyElementsOf(TWO);
    String disagreeing = task(3, "x", annotation("topic", "\"a\""), annotation("topic", "\"b\""));
    Path bad = write("b.json", "[" + first + ",\n" + disagreeing + ",\n" + task(4, "y") + "]");
    assertThat(CorpusReader.read(bad, FORMAT).problems())
        .extracting(CorpusProblem::toString)
        .satisfiesExactly(
            p -> assertThat(p).contains(":2: record 2: the annotations of the task disagree"),
            p -> assertThat(p).contains(":3: record 3: the task has no annotation"));
    Path two =
        write("t.json", "[" + first + ",\n" + task(2, "沒事", annotation("mood", "\"glad\"")) + "]");
    assertThat(CorpusReader.read(two, FORMAT).problems())
        .singleElement()
        .asString()
        .contains("may be those of mood, topic; set corpus.labels");
    assertThat(CorpusReader.readStrict(two, FORMAT.withLabels("topic")))
        .containsExactlyElementsOf(TWO);
    assertThat(
            CorpusReader.read(write("n.json", "[" + task(2, "沒事", NOTHING) + "]"), FORMAT)
                .problems())
        .singleElement()
        .asString()
        .contains("no annotation chooses anything");
  }

  @Test
  void readsJsonMinAndCsvOfLabelStudio() throws IOException {
    String meta =
        "\"annotator\": 1, \"annotation_id\": 7, \"lead_time\": 1.5, \"created_at\": \"x\"";
    String first =
        "{\"id\": 1, \"text\": \"頭痛三天\", \"topic\": {\"choices\": [\"a\", \"b\"]}, " + meta + "}";
    Path min = write("m.json", "[" + first + ", {\"text\": \"沒事\", \"id\": 2, " + meta + "}]");
    assertThat(CorpusReader.readStrict(min, FORMAT)).containsExactlyElementsOf(TWO);
    Path more =
        write(
            "w.json",
            "[" + first + ", {\"text\": \"沒事\", \"id\": 2, \"web\": \"x\", " + meta + "}]");
    assertThat(CorpusReader.read(more, FORMAT).problems())
        .singleElement()
        .asString()
        .contains("may be those of topic, web; set corpus.labels");
    Path csv =
        write(
            "c.csv",
            """
            annotation_id,annotator,created_at,id,lead_time,text,topic,updated_at
            7,1,x,1,1.5,頭痛三天,"{""choices"": [""a"", ""b""]}",x
            8,1,x,2,1.5,沒事,,x
            9,1,x,3,1.5,咳嗽,a,x
            """);
    assertThat(CorpusReader.readStrict(csv, FORMAT))
        .containsExactly(TWO.get(0), TWO.get(1), new Document("3", "咳嗽", List.of("a")));
  }

  /** As for word vectors: labels, annotations and ids are not looked at. */
  @Test
  void textsAloneAreReadFromEveryFormat() throws IOException {
    Path tasks = write("p.json", "[" + task(1, "頭痛三天") + "," + task(2, "沒事") + "]");
    Path fastText = write("f.txt", "__label__a 頭痛三天\n沒事\n");
    Path libMultiLabel = write("l.txt", "1\ta b\t頭痛三天，咳嗽五天，發燒，頭暈\n2\ta\t沒事沒事\n");
    Path array = write("a.jsonl", "[{\"text\": \"頭痛三天\"}, {\"text\": \"沒事\"}]");
    for (Path file : List.of(tasks, fastText, array)) {
      assertThat(CorpusReader.readTexts(file, FORMAT)).containsExactly("頭痛三天", "沒事");
    }
    assertThat(CorpusReader.readTexts(libMultiLabel, FORMAT))
        .containsExactly("頭痛三天，咳嗽五天，發燒，頭暈", "沒事沒事");
    assertThat(List.of(tasks, fastText, libMultiLabel, array))
        .extracting(file -> CorpusReader.recognise(file, "text").orElseThrow())
        .containsExactly(FileType.JSON, FileType.FASTTEXT, FileType.LIBMULTILABEL, FileType.JSON);
    assertThat(CorpusReader.recognise(write("prose.txt", "頭痛三天\n"), "text")).isEmpty();
    assertThat(CorpusReader.recognise(directory.resolve("none.txt"), "text")).isEmpty();
  }

  /** A header names the column of the text, and all rows have as many cells. */
  @Test
  void aTableUnderAnyNameIsTold() throws IOException {
    Path table = write("t.txt", "\uFEFF\n\"id\",text,labels\n1,頭痛三天,a;b\n\n2,\"沒\n事\",\n");
    CorpusReadResult result = CorpusReader.read(table, FORMAT);
    assertThat(CorpusReader.strict(result)).hasSize(2).first().isEqualTo(TWO.get(0));
    assertThat(result.notes()).containsExactly(table + ": read as csv");
    assertThat(CorpusReader.recognise(table, "text")).contains(FileType.CSV);
    assertThat(CorpusReader.recognise(table, "body")).isEmpty();
    assertThat(CorpusReader.recognise(write("u.txt", "id\ttext, long\n1\tx\n"), "text, long"))
        .contains(FileType.TSV);
    Path objects = write("o.txt", "[{\n\"text\": \"x\", \"labels\": []}]");
    assertThat(CorpusReader.read(objects, FORMAT).notes()).contains(objects + ": read as json");
    for (String prose :
        List.of(
            "So, text, and more.\nOf which, as ever, much.\n",
            "labels, text, id\nThis text has commas, one or two.\n",
            "id,text\n",
            "text\nbook\n",
            "[1] Smith, 2001.\n",
            "[{x}]\n")) {
      assertThat(CorpusReader.recognise(write("p.txt", prose), "text")).as(prose).isEmpty();
    }
  }

  /** What is asked of a reader or an import must be in the file. */
  @Test
  void aFileOfAnotherFormatThanTheOneGivenIsRefused() throws IOException {
    Path csv = write("c.csv", "id,text,labels\n1,頭痛三天,a;b\n");
    CorpusFormat fastText = FORMAT.withType(FileType.FASTTEXT);
    assertThat(CorpusReader.read(csv, fastText).problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.toString())
                  .startsWith(csv + ":1: no line has a label that begins with __label__");
              assertThat(p.scope()).isEqualTo(CorpusProblem.Scope.FILE);
            });
    assertThat(CorpusReader.readTexts(csv, fastText)).hasSize(2);
    Path tsv = write("c.tsv", "\nid\ttext\tlabels\n1\t頭痛三天\ta;b\n");
    assertThat(CorpusReader.read(tsv, FORMAT.withType(FileType.LIBMULTILABEL)).problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.toString()).startsWith(tsv + ":2: is a header").contains("tsv");
              assertThat(p.scope()).isEqualTo(CorpusProblem.Scope.FILE);
            });
  }

  @Test
  void aHeaderShowsWhatStandsBetweenCells() throws IOException {
    Path semicolons = write("c.csv", "\n\"id\";text;labels\n1;頭痛三天;\"a;b\"\n2;沒事;\n");
    CorpusReadResult result = CorpusReader.read(semicolons, FORMAT);
    assertThat(CorpusReader.strict(result)).containsExactlyElementsOf(TWO);
    assertThat(result.notes()).containsExactly(semicolons + ": read with \";\" between the cells");
    Path tabs = write("t.csv", "id\ttext\tlabels\n1\t頭痛三天\ta;b\n2\t沒事\t\n");
    assertThat(CorpusReader.readStrict(tabs, FORMAT)).containsExactlyElementsOf(TWO);
    Path commas = write("c.tsv", "id,text,labels\n1,頭痛三天,a;b\n2,沒事,\n");
    assertThat(CorpusReader.readStrict(commas, FORMAT)).containsExactlyElementsOf(TWO);
    Path usual = write("u.csv", "text,a;b\nx;y,1\n");
    assertThat(CorpusReader.readStrict(usual, FORMAT.withLabels("a;b")))
        .containsExactly(new Document("2", "x;y", List.of("1")));
  }

  /** What stands in a column of parts is no label. */
  @Test
  void theFieldOfASplitIsNoControlOfLabelStudio() throws IOException {
    CorpusFormat split = FORMAT.withPart(Optional.of(new PartField("part", PartField.Kind.SPLIT)));
    Path csv =
        write(
            "c.csv",
            "annotation_id,id,lead_time,part,text,topic\n7,1,1.5,test,頭痛三天,\"[\"\"a\"\"]\"\n");
    Path min =
        write(
            "m.json",
            "[{\"id\": 1, \"text\": \"頭痛三天\", \"part\": \"test\", \"topic\": \"a\","
                + " \"annotation_id\": 7, \"lead_time\": 1.5}]");
    for (Path file : List.of(csv, min)) {
      assertThat(CorpusReader.readStrict(file, split))
          .as(file.toString())
          .containsExactly(
              new Document("1", "頭痛三天", List.of("a"), Optional.empty(), Optional.of("test")));
    }
  }

  @Test
  void aSecondHeaderIsRefused() throws IOException {
    Path file = write("c.csv", "id,text,labels\n1,你好,a\n\uFEFFid,text,labels\n2,再見,b\n");
    CorpusReadResult result = CorpusReader.read(file, FORMAT);
    assertThat(result.problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.toString())
                  .startsWith(file + ":3: is a header like that of line 1; ")
                  .contains("joined");
              assertThat(p.scope()).isEqualTo(CorpusProblem.Scope.RECORD);
            });
    Path other = write("o.tsv", "id\ttext\tlabels\n1\tx\ta\ntext\tid\tlabels\ny\t2\tb\n");
    assertThat(CorpusReader.read(other, FORMAT).problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.toString()).startsWith(other + ":3: ").contains("another order");
              assertThat(p.scope()).isEqualTo(CorpusProblem.Scope.FILE);
            });
  }

  @Test
  void columnsOfZeroAndOneAreNamedWhereLabelsAreMissing() throws IOException {
    Path file = write("c.csv", "id,text,頭痛,發燒,n\n1,x,1.0,False,7\n");
    assertThat(CorpusReader.read(file, FORMAT).problems())
        .singleElement()
        .asString()
        .startsWith(file + ":1: the header has no column \"labels\"")
        .contains("corpus.labelColumns: [頭痛, 發燒]");
  }

  @ParameterizedTest
  @CsvSource({
    "c.xlsx, 'save it as CSV in UTF-8'",
    "c.ods, 'save it as CSV in UTF-8'",
    "c.jsonl.zip, is an archive",
    "c.parquet, to_json",
    "c.arff, corpus.labelColumns",
    "c.docx, 'CSV in UTF-8'",
    "c.dat, 'set corpus.format to one of jsonl, json, csv, tsv, fasttext, libmultilabel'"
  })
  void filesThatCannotBeReadSayWhatToDo(String name, String remedy) throws IOException {
    Path file = write(name, "x");
    assertThatThrownBy(() -> CorpusReader.read(file, FORMAT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(remedy);
  }

  @Test
  void aSpreadsheetIsOneUnderAnyName() throws IOException {
    Path file = directory.resolve("c.csv");
    Files.write(file, "PK\u0003\u0004...".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> CorpusReader.read(file, FORMAT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is a spreadsheet");
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
