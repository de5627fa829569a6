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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The field of a split or of folds, and corpora of several files. */
final class PartReadingTests {
  private static final CorpusFormat SPLIT = format("part", PartField.Kind.SPLIT);
  private static final CorpusFormat FOLDS = format("part", PartField.Kind.FOLD);

  @TempDir private Path directory;

  private static CorpusFormat format(String field, PartField.Kind kind) {
    return CorpusFormat.defaults().withPart(Optional.of(new PartField(field, kind)));
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static String json(int id, String part) {
    return "{\"id\":" + id + ",\"text\":\"x\",\"labels\":[],\"part\":" + part + "}\n";
  }

  private static List<String> parts(CorpusReadResult result) {
    return result.documents().stream().map(it -> it.part().orElseThrow()).toList();
  }

  @Test
  void readsTheNamesOfPartsInAnyCase() throws IOException {
    Path csv =
        write(
            "c.csv",
            "id,text,labels,part\n1,x,,train\n2,x,, Dev\n3,x,,VALIDATION\n4,x,,valid\n5,x,,val\n6,x,,Test\n");
    List<String> expected =
        List.of("train", "validation", "validation", "validation", "validation", "test");
    assertThat(parts(CorpusReader.read(csv, SPLIT))).isEqualTo(expected);
    Path jsonl = write("c.jsonl", json(1, "\"TRAIN\"") + json(2, "\"dev\"") + json(3, "\"test\""));
    assertThat(parts(CorpusReader.read(jsonl, SPLIT)))
        .containsExactly("train", "validation", "test");
  }

  @Test
  void readsTheNumbersOfFolds() throws IOException {
    Path csv = write("c.csv", "id,text,labels,part\n1,x,,0\n2,x,,1.0\n3,x,,02\n");
    assertThat(parts(CorpusReader.read(csv, FOLDS))).containsExactly("0", "1", "2");
    Path jsonl = write("c.jsonl", json(1, "0") + json(2, "1.0") + json(3, "\"10\""));
    assertThat(parts(CorpusReader.read(jsonl, FOLDS))).containsExactly("0", "1", "10");
  }

  @Test
  void namesTheLineOfEveryValueThatMeansNoPart() throws IOException {
    Path csv = write("c.csv", "id,text,labels,part\n1,x,,train\n2,x,,trian\n3,x,,\n4,x,,holdout\n");
    assertThat(CorpusReader.read(csv, SPLIT).problems())
        .extracting(CorpusProblem::toString)
        .containsExactly(
            csv
                + ":3: the field \"part\" holds \"trian\", which is nearest to \"train\"; write train,"
                + " validation (or dev) or test",
            csv + ":4: the field \"part\" is blank; write train, validation (or dev) or test",
            csv
                + ":5: the field \"part\" holds \"holdout\"; write train, validation (or dev) or test");
    Path jsonl =
        write(
            "c.jsonl",
            json(1, "0")
                + json(2, "\"a\"")
                + json(3, "-1")
                + json(4, "null")
                + json(5, "[1]")
                + json(6, "1.5"));
    assertThat(CorpusReader.read(jsonl, FOLDS).problems())
        .extracting(CorpusProblem::line)
        .containsExactly(2L, 3L, 4L, 5L, 6L);
    Path without = write("d.jsonl", json(1, "0").replace("part", "prat"));
    assertThatThrownBy(() -> CorpusReader.readStrict(without, FOLDS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            without
                + ":1: the field \"part\" is missing; the nearest is \"prat\"; add it or set"
                + " folds.field to the field that holds it");
    Path noColumn = write("d.csv", "id,text,labels,splits\n1,x,,train\n");
    assertThatThrownBy(
            () -> CorpusReader.readStrict(noColumn, format("split", PartField.Kind.SPLIT)))
        .hasMessageStartingWith(
            noColumn
                + ":1: the header has no column \"split\"; the nearest is \"splits\"; add the column"
                + " or correct corpus.split");
  }

  @Test
  void readsAFileForEachPartByItsOwnType() throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    files.put("train", write("a.csv", "id,text,labels\n1,x,a\n"));
    files.put("test", write("b.jsonl", "{\"id\": \"2\", \"text\": \"y\", \"labels\": []}\n"));
    CorpusReadResult result = CorpusReader.read(files, CorpusFormat.defaults());
    assertThat(result.documents())
        .containsExactly(
            new Document("1", "x", List.of("a"), Optional.empty(), Optional.of("train")),
            new Document("2", "y", List.of(), Optional.empty(), Optional.of("test")));
    assertThat(result.records()).isEqualTo(2);
  }

  /** As where each file of a published split numbers its records anew. */
  @Test
  void idsThatFilesHaveInCommonGetTheirPart() throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    files.put("train", write("a.csv", "id,text,labels\n0,x,a\n1,x,a\n"));
    files.put("validation", write("b.jsonl", "{\"text\": \"z\", \"labels\": []}\n"));
    files.put("test", write("c.csv", "id,text,labels\n1,y,a\n2,y,b\n"));
    CorpusReadResult result = CorpusReader.read(files, CorpusFormat.defaults());
    assertThat(result.problems()).isEmpty();
    assertThat(result.documents())
        .extracting(Document::id)
        .containsExactly("train:0", "train:1", "validation:1", "test:1", "test:2");
    assertThat(result.notes())
        .contains(
            "1 ids are in more than one file; documents are named by part and id, such as train:0");
    files.put("test", write("c.csv", "id,text,labels\n4,y,a\n"));
    CorpusReadResult distinct = CorpusReader.read(files, CorpusFormat.defaults());
    assertThat(distinct.documents())
        .extracting(Document::id)
        .containsExactly("0", "1", "validation:1", "4");
    assertThat(distinct.notes()).singleElement().asString().contains("no record has an id");
  }

  @Test
  void anIdIsUsedOnceInAFile() throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    Path train = write("a.csv", "id,text,labels\n1,x,a\n2,x,a\n");
    Path test = write("b.csv", "id,text,labels\n3,x,a\n3,x,a\n");
    files.put("train", train);
    files.put("test", test);
    CorpusReadResult result = CorpusReader.read(files, CorpusFormat.defaults());
    assertThat(result.problems())
        .extracting(CorpusProblem::toString)
        .containsExactly(
            test
                + ":3: the id \"3\" is already that of the document on line 2; give every document an"
                + " id of its own");
    assertThat(CorpusReader.skippingInvalid(result).documents())
        .extracting(Document::id)
        .containsExactly("1", "2", "3");
  }

  @Test
  void writesThePartBack() throws IOException {
    List<Document> documents =
        List.of(
            new Document("1", "x", List.of("a"), Optional.of("g"), Optional.of("train")),
            new Document("2", "y", List.of(), Optional.empty(), Optional.of("test")));
    Path file = directory.resolve("c.jsonl");
    JsonLinesWriter.write(file, documents, Optional.of("part"));
    assertThat(CorpusReader.readStrict(file, SPLIT)).isEqualTo(documents);
  }
}
