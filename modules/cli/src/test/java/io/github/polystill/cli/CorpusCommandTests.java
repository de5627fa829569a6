package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusCommandTests {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private Path corpus;

  @BeforeEach
  void writeCorpus() throws IOException {
    corpus =
        write(
            "corpus.jsonl",
            """
            {"id": "1", "text": "頭 痛", "labels": ["藥物", "注意"]}
            {"id": "2", "text": "發 燒 了", "labels": ["注意"]}
            {"id": "3", "text": "睡 不 好", "labels": ["注意", "罕見"]}
            {"id": "4", "text": "咳 嗽", "labels": []}
            """);
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content, StandardCharsets.UTF_8);
  }

  private Path broken() throws IOException {
    return write(
        "broken.jsonl",
        """
        {"id": "1", "text": "好", "labels": ["a"]}
        {"id": "1", "text": "好", "labels": ["a"]}
        not json
        {"id": "3", "text": " ", "labels": ["b"]}
        {"id": "4", "text": "好", "labels": ["b"]}
        """);
  }

  @Test
  void countsACorpus() throws IOException {
    Outcome table = Outcome.of("corpus", "stats", corpus);
    assertThat(table.exitCode()).isZero();
    assertThat(table.out()).contains("documents", "4", "藥物", "75.00%");

    Outcome json = Outcome.of("corpus", "stats", corpus, "--json", "--min-label-count", 2);
    JsonNode result = JSON.readTree(json.out());
    assertThat(result.at("/statistics/documents").asInt()).isEqualTo(4);
    assertThat(result.at("/statistics/labels/0/label").asText()).isEqualTo("注意");
    assertThat(result.at("/statistics/labels")).hasSize(1);
    assertThat(result.at("/droppedLabels")).hasSize(2);
  }

  @Test
  void readsOtherLayouts() throws IOException {
    Path tsv = write("posts.txt", "nr\tbody\tfever\tpain\n1\t好\t1\t0\n2\t壞\t1\t1\n");

    Outcome outcome =
        Outcome.of(
            "corpus",
            "stats",
            tsv,
            "--format",
            "tsv",
            "--id",
            "nr",
            "--text",
            "body",
            "--label-columns",
            "fever,pain",
            "--json");

    JsonNode labels = JSON.readTree(outcome.out()).at("/statistics/labels");
    assertThat(labels.at("/0/label").asText()).isEqualTo("fever");
    assertThat(labels.at("/0/documents").asInt()).isEqualTo(2);
  }

  @Test
  void listsEveryProblem() throws IOException {
    Path broken = broken();

    Outcome outcome = Outcome.of("corpus", "check", broken);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out())
        .contains(broken + ":2: ", broken + ":3: ", broken + ":4: ")
        .doesNotContain(broken + ":1: ", broken + ":5: ")
        .endsWith("5 records, 2 valid, 3 problems" + System.lineSeparator());

    JsonNode json = JSON.readTree(Outcome.of("corpus", "check", broken, "--json").out());
    assertThat(json.at("/problems").findValuesAsText("line")).containsExactly("2", "3", "4");

    assertThat(Outcome.of("corpus", "check", corpus).exitCode()).isZero();
  }

  @Test
  void checkListsLabelsAndWarnsOfAnotherSeparator() throws IOException {
    Path csv = write("list.csv", "text,labels\n頭痛,頭痛、發燒\n咳嗽,咳嗽、發燒\n好,\n");

    Outcome check = Outcome.of("corpus", "check", csv);
    assertThat(check.exitCode()).isZero();
    assertThat(check.err())
        .contains("warning: " + csv + ": 2 of 2 cells", "set --label-separator to \"、\"")
        .contains("named by their line");
    assertThat(check.out()).contains("頭痛、發燒", "without labels", "3 records, 3 valid, 0 problems");
    assertThat(Outcome.of("corpus", "stats", csv).err()).contains("warning: " + csv);
    JsonNode stats = JSON.readTree(Outcome.of("corpus", "stats", csv, "--json").out());
    assertThat(stats.at("/warnings/0").asText())
        .startsWith(csv + ": 2 of 2 cells")
        .contains("--label-separator");
    assertThat(stats.at("/notes/0").asText()).contains("named by their line");

    Outcome set = Outcome.of("corpus", "check", csv, "--label-separator", "、", "--json");
    JsonNode json = JSON.readTree(set.out());
    assertThat(json.at("/labels/0/label").asText()).isEqualTo("發燒");
    assertThat(json.at("/labels/0/documents").asInt()).isEqualTo(2);
    assertThat(json.at("/warnings")).isEmpty();
  }

  /** Every command that reads a corpus reads it in every format. */
  @Test
  void readsAndImportsTheFilesOfOtherPrograms() throws IOException {
    Path lines = write("train.txt", "__label__a __label__b Aches.\n__label__b Hot!\n");
    for (String command : List.of("check", "stats")) {
      Outcome read = Outcome.of("corpus", command, lines);
      assertThat(read.out()).contains("b  ");
      assertThat(read.err()).contains("read as fasttext");
    }
    assertThat(Outcome.of("corpus", "segment", lines, "--segmenter", "english").out().lines())
        .containsExactly("aches .", "hot !");
    Path csv = write("c.csv", "id,text,labels\n1,Aches.,a\n");
    Path refused = csv.resolveSibling("refused.jsonl");
    assertThat(Outcome.of("corpus", "import", "fasttext", csv, "--out", refused).error())
        .startsWith(csv + ":1: no line has a label that begins with __label__");
    assertThat(refused).doesNotExist();
    Path rare =
        write("rare.txt", Files.readString(lines) + "__label__c __label__d Hm.\n".repeat(12));
    assertThat(Outcome.of("corpus", "folds", rare, "--folds", 2).err())
        .contains(
            "not in every training part, or not for every seed: b (2), a (1); --min-label-count 4 drops");

    Path out = directory.resolve("train.jsonl");
    Outcome imported = Outcome.of("corpus", "import", "fasttext", lines, "--out", out);
    assertThat(imported.exitCode()).as(imported.err()).isZero();
    assertThat(out)
        .hasContent(
            """
            {"id":"1","text":"Aches.","labels":["a","b"]}
            {"id":"2","text":"Hot!","labels":["b"]}
            """);
    Path none = directory.resolve("none.jsonl");
    for (String format : List.of("doccano", "label-studio")) {
      assertThat(Outcome.of("corpus", "import", format, lines, "--out", none).error())
          .startsWith(lines + ":1: malformed JSON");
    }
    Path project =
        write("project.jsonl", "{\"id\": 1, \"data\": {\"text\": \"a\"}, \"annotations\": []}\n");
    assertThat(Outcome.of("corpus", "import", "doccano", project, "--out", none).error())
        .startsWith(project + ":1: is of an export of label-studio, not of doccano");
    Path doccano =
        write("doccano.jsonl", "{\"id\":1,\"text\":\"a\",\"label\":[],\"Comments\":[]}\n");
    assertThat(Outcome.of("corpus", "import", "label-studio", doccano, "--out", none).error())
        .startsWith(doccano + ":1: is of an export of doccano, not of label-studio");
    assertThat(Outcome.of("corpus", "import", "csv", csv, "--out", none).err())
        .contains("it has cmdd, fasttext, libmultilabel, doccano, label-studio");
    assertThat(none).doesNotExist();
    Path unlabelled = write("unlabelled.csv", "id,text,labels\n1,Aches.,\n");
    assertThat(Outcome.of("corpus", "check", unlabelled).err())
        .contains("no document has a label; name their field with --labels");
    Path table = write("table.csv", "id,text,label\n1,好,a#b\n");
    assertThat(Outcome.of("corpus", "import", "doccano", table, "--out", none).exitCode()).isZero();
    assertThat(none).content().contains("[\"a\",\"b\"]");
    Path parts = write("parts.csv", "id,text,label,part,fold\n1,好,a#b,Dev,2.0\n");
    Object[] again = {"corpus", "import", "doccano", parts, "--out", none, "--force"};
    assertThat(
            Outcome.of(Stream.concat(Stream.of(again), Stream.of("--split", "part")).toArray())
                .exitCode())
        .isZero();
    assertThat(none).content().endsWith("\"labels\":[\"a\",\"b\"],\"part\":\"validation\"}\n");
    assertThat(
            Outcome.of(Stream.concat(Stream.of(again), Stream.of("--fold-field", "fold")).toArray())
                .exitCode())
        .isZero();
    assertThat(none).content().endsWith(",\"fold\":\"2\"}\n");
    assertThat(
            Outcome.of("corpus", "import", "libmultilabel", table, "--out", out, "--force").error())
        .startsWith(table + ":1: has 1 cells between tabs");
  }

  @Test
  void stopsAtOrSkipsInvalidRecords() throws IOException {
    Path broken = broken();

    assertThat(Outcome.of("corpus", "stats", broken).error())
        .startsWith(broken + ":2: ")
        .contains("--skip-invalid");
    Outcome skipping = Outcome.of("corpus", "stats", broken, "--skip-invalid");
    assertThat(skipping.exitCode()).isZero();
    assertThat(skipping.err()).contains("skipped 3 of 5 records");
  }

  /** The remedy is an option of the command, said once. */
  @Test
  void namesItsOwnOptions() throws IOException {
    Path body = write("body.jsonl", "{\"body\": \"好\", \"labels\": [\"a\"]}\n");
    assertThat(Outcome.of("corpus", "check", body).out().lines())
        .containsExactly(
            body + ":1: the field \"text\" is missing; if it is \"body\", set --text body",
            "1 record, 0 valid, 1 problem");
    Path columns = write("columns.csv", "text,頭痛,發燒\n好,1,0\n");
    assertThat(Outcome.of("corpus", "stats", columns).error())
        .contains("name them: --label-columns 頭痛,發燒")
        .doesNotContain("corpus.labelColumns");
  }

  @Test
  void refusesFilesThatAreNotCorpora() throws IOException {
    assertThat(Outcome.of("corpus", "stats", directory.resolve("none.jsonl")).error())
        .contains("none.jsonl");
    assertThat(Outcome.of("corpus", "check", directory).error()).contains("directory");
    assertThat(Outcome.of("corpus", "stats", write("corpus.doc", "x")).error())
        .contains("corpus.doc")
        .contains("CSV in UTF-8");
    assertThat(Outcome.of("corpus", "stats", write("corpus.dat", "x")).error())
        .contains("--format", "jsonl, json, csv, tsv, fasttext");
    assertThat(Outcome.of("corpus", "stats", write("empty.jsonl", "")).error())
        .contains("empty.jsonl");
  }

  @Test
  void printsAndStoresWords() throws IOException {
    Outcome printed = Outcome.of("corpus", "segment", corpus, "--segmenter", "whitespace");
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out().lines()).containsExactly("頭 痛", "發 燒 了", "睡 不 好", "咳 嗽");
    assertThat(printed.err()).contains("characters/s");

    Path stored = directory.resolve("stored.jsonl");
    Object[] store = {"corpus", "segment", corpus, "--segmenter", "characters", "--out", stored};
    assertThat(Outcome.of(store).exitCode()).isZero();
    assertThat(Files.readString(stored))
        .startsWith("{\"id\":\"1\",\"text\":\"頭 痛\",\"labels\":[\"藥物\",\"注意\"]}\n");
    assertThat(Outcome.of(store).error()).contains("is there already");
  }

  /** With a random network of 32 hidden units; CkipSegmenterTests hold its words to another's. */
  @Test
  void segmentsWithAModelOfCkip() {
    Path model =
        Path.of("../transformers/src/test/resources/io/github/polystill/transformers/bert");
    Object[] ckip = {"corpus", "segment", corpus, "--segmenter", "ckip", "--model", model};
    assertThat(Outcome.of(ckip).out().lines().map(it -> it.replace(" ", "")))
        .containsExactly("頭痛", "發燒了", "睡不好", "咳嗽");
    Object[] none = {"corpus", "segment", corpus, "--segmenter", "ckip", "--model", directory};
    assertThat(Outcome.of(none).error())
        .endsWith("model.onnx: no such file of a CKIP model; check the path");
    assertThat(Outcome.of("corpus", "segment", corpus, "--segmenter", "ckip").error())
        .isEqualTo("--segmenter ckip reads a model; give its directory with --model");
    assertThat(Outcome.of("corpus", "segment", corpus, "--delimiters").error())
        .contains("are for --segmenter ckip");
  }

  @Test
  void refusesAnUnknownSegmenterBeforeReadingAnything() {
    assertThat(Outcome.of("corpus", "segment", "none.jsonl", "--segmenter", "jieba").error())
        .contains("jieba")
        .contains("hanlp");
  }

  @Test
  void showsHowEvenlyFoldsShareLabels() throws IOException {
    Path generated = directory.resolve("health.jsonl");
    Outcome.of("corpus", "generate", "health", "--documents", 200, "--out", generated);

    Outcome table = Outcome.of("corpus", "folds", generated, "--folds", 4);
    assertThat(table.exitCode()).isZero();
    assertThat(table.out())
        .contains("fold 3", "銀髮族", "rarest-first", "iterative", "random", "LD", "ED");

    JsonNode json = JSON.readTree(Outcome.of("corpus", "folds", generated, "--json").out());
    assertThat(json.at("/folds")).hasSize(5);
    int documents = 0;
    for (JsonNode fold : json.at("/folds")) {
      documents += fold.at("/test").asInt();
      assertThat(
              fold.at("/test").asInt() + fold.at("/train").asInt() + fold.at("/validation").asInt())
          .isEqualTo(200);
    }
    assertThat(documents).isEqualTo(200);
    assertThat(json.at("/quality").fieldNames())
        .toIterable()
        .containsExactly("rarest-first", "iterative", "random");
    assertThat(json.at("/quality/rarest-first/labelsDistribution").asDouble())
        .isLessThan(json.at("/quality/random/labelsDistribution").asDouble());
  }

  @Test
  void refusesImpossibleFolds() {
    assertThat(Outcome.of("corpus", "folds", corpus, "--folds", 5).error()).contains("5");
    assertThat(Outcome.of("corpus", "folds", corpus, "--folds", 1).error()).contains("2 or more");
    assertThat(Outcome.of("corpus", "folds", corpus, "--validation", 1.5).error())
        .contains("between 0 and 1");
    assertThat(Outcome.of("corpus", "folds", corpus, "--method", "best").err())
        .contains("rarest-first, iterative");
  }

  @Test
  void advisesNoCountThatDropsEveryLabel() throws IOException {
    StringBuilder lines = new StringBuilder("text,labels\n");
    for (int i = 0; i < 24; i++) {
      lines.append("t" + i + "," + (i % 2 == 0 ? "a" : "b") + "\n");
    }
    Path file = write("few.csv", lines.toString());
    Outcome dealt = Outcome.of("corpus", "folds", file, "--folds", 2, "--validation", 0.05);
    assertThat(dealt.exitCode()).isZero();
    assertThat(dealt.err())
        .contains("not in every validation and test part: ", "a larger --validation or more")
        .doesNotContain("--min-label-count");
    assertThat(Outcome.of("corpus", "folds", file, "--min-label-count", 14).error())
        .isEqualTo(file + ": --min-label-count 14 drops every label; give a smaller number");
    Path none = write("none.csv", "text,labels\n好,\n壞,\n");
    assertThat(Outcome.of("corpus", "folds", none, "--folds", 2).error())
        .startsWith(none + ": no document has a label; ");
  }

  @Test
  void showsTheSplitAndTheFoldsOfACorpus() throws IOException {
    StringBuilder lines = new StringBuilder("id,text,labels,part,fold\n");
    for (int i = 0; i < 12; i++) {
      String part = i < 8 ? "train" : i < 10 ? "dev" : "test";
      lines.append(i + ",t" + (i == 11 ? 0 : i) + "," + (i % 2 == 0 ? "a" : "b") + ",");
      lines.append(part + "," + i % 3 + "\n");
    }
    Path file = write("own.csv", lines.toString());
    Outcome split = Outcome.of("corpus", "folds", file, "--split", "part");
    assertThat(split.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains("label all train validation test", "a 6 4 1 1", "documents 12 8 2 2");
    assertThat(split.err())
        .contains(
            "1 of 2 test documents has the same text",
            "the corpus' own split: 8 training, 2 validation and 2 test documents\n");
    JsonNode folds =
        JSON.readTree(Outcome.of("corpus", "folds", file, "--fold-field", "fold", "--json").out());
    assertThat(folds.at("/folds")).hasSize(3);
    assertThat(folds.at("/folds/1/test").intValue()).isEqualTo(4);
    assertThat(folds.at("/quality")).hasSize(4);
    assertThat(folds.at("/remarks/0").asText())
        .isEqualTo("the corpus' own folds: 3, fold 0 is the one with the number 0");

    Path train = write("train.csv", "id,text,labels\n1,x,a\n2,y,b\n3,z,a\n");
    Path test = write("test.csv", "id,text,labels\n4,x,a\n");
    JsonNode files =
        JSON.readTree(Outcome.of("corpus", "folds", train, "--test-file", test, "--json").out());
    assertThat(files.at("/folds/0/train").intValue() + files.at("/folds/0/validation").intValue())
        .isEqualTo(3);
    assertThat(files.at("/folds/0/test").intValue()).isEqualTo(1);
    assertThat(files.at("/remarks/0").asText())
        .endsWith("validation was dealt from the training part");
    Path rare = write("rare.csv", Files.readString(train) + "5,u,b;c\n6,v,c\n7,w,d\n");
    for (int seed = 1; seed < 10; seed++) {
      assertThat(
              Outcome.of("corpus", "folds", rare, "--test-file", test, "--seed", seed)
                  .err()
                  .lines())
          .contains(
              "not in every training part, or not for every seed: d (1); --min-label-count 2 drops"
                  + " such labels");
    }

    assertThat(Outcome.of("corpus", "folds", file, "--split", "part", "--folds", 3).err())
        .contains("--folds is for folds that are dealt");
    assertThat(Outcome.of("corpus", "folds", train, "--validation-file", test).err())
        .contains("--validation-file needs --test-file");
    assertThat(
            Outcome.of("corpus", "folds", file, "--split", "part", "--fold-field", "fold").error())
        .contains("exclude each other");
    assertThat(Outcome.of("corpus", "folds", file, "--split", "fold").error())
        .startsWith(file + ":2: the field \"fold\" holds \"0\"; write train");
  }

  @Test
  void generatesTheSameCorpusAgainAndOverwritesOnlyWhenTold() throws IOException {
    Path file = directory.resolve("new/health.jsonl");
    Object[] generate = {"corpus", "generate", "health", "--documents", 50, "--out", file};

    Outcome outcome = Outcome.of(generate);
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).contains("Synthetic");
    String first = Files.readString(file);
    assertThat(first.lines()).hasSize(50);

    assertThat(Outcome.of(generate).error()).contains("--force");
    Outcome again =
        Outcome.of("corpus", "generate", "health", "--documents", 50, "--out", file, "--force");
    assertThat(again.exitCode()).isZero();
    assertThat(file).hasContent(first);
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void generatesNothingForAnImpossibleSize() {
    Path file = directory.resolve("none.jsonl");
    assertThat(Outcome.of("corpus", "generate", "health", "--documents", 0, "--out", file).error())
        .contains("documents");
    assertThat(file).doesNotExist();
    assertThat(Outcome.of("corpus", "generate", "health", "--out", directory).error())
        .contains("is a directory");
  }

  @Test
  void importsCmdd() throws IOException {
    Path file = directory.resolve("cmdd.jsonl");
    Object[] nothingThere = {"corpus", "import", "cmdd", directory, "--out", file};
    assertThat(Outcome.of(nothingThere).error()).contains(directory.toString());
    assertThat(file).doesNotExist();

    for (String split : List.of("train", "dev", "test")) {
      Path part = Files.createDirectories(directory.resolve("data/CMDD/" + split));
      for (int i = 0; i < 50; i++) {
        Files.writeString(
            part.resolve(split + "_" + i + ".json"), dialogue(split, i), StandardCharsets.UTF_8);
      }
    }
    Outcome imported = Outcome.of(nothingThere);
    assertThat(imported.exitCode()).as(imported.err()).isZero();
    assertThat(imported.err()).contains("150 dialogues read");
    assertThat(Files.readString(file).lines()).hasSize(150);
  }

  private static String dialogue(String split, int number) {
    return String.format(
        Locale.ROOT,
        """
        {"example-id": "%s%d", "data-split": "%s", "dialogue-content": [
         {"speaker": "病人", "sentence": "%s咳嗽%d天", "normalized": ["咳嗽"], "type": ["1"],
          "label": ["O"]}]}
        """,
        split,
        number,
        split,
        split,
        number);
  }
}
