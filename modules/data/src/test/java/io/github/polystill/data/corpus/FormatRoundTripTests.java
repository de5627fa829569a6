package io.github.polystill.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.CompressedOutput;
import io.github.polystill.data.Document;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every format, written from a random corpus as its program writes it, reads back as it was. */
final class FormatRoundTripTests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CorpusFormat FORMAT = CorpusFormat.defaults();

  /** Names without blanks, which all formats can hold. */
  private static final List<String> WORDS =
      List.of(
          "a", "頭痛", "it's", "\"x\"", "x,y", "p|q", "[z", "é", "b\\n", "😀", "7", "__label", "/",
          "'");

  private static final List<String> NAMES =
      List.of("a", "頭痛", "it's \"so\"", "x, y", "p|q", "[z", "é é", "b\\n", "😀 !", "7", "' '");

  @Property(tries = 40)
  void jsonReadsBack(@ForAll("documents") List<Document> documents) throws IOException {
    String objects = joined(documents, "\n", d -> record(d, "text", "labels").toString());
    String array = array(documents, d -> record(d, "text", "labels"));
    assertReadsBack(documents, "c.jsonl", objects, FORMAT);
    assertReadsBack(documents, "c.txt", objects, FORMAT);
    assertReadsBack(documents, "c.json", array, FORMAT);
    assertReadsBack(documents, "c.txt", array, FORMAT);
    assertReadsBack(
        documents,
        "c.jsonl",
        joined(
            documents,
            "\n",
            d ->
                record(d, "text", "labels").put("labels", String.join(";", d.labels())).toString()),
        FORMAT);
    assertReadsBack(
        documents, "c.jsonl", joined(documents, "\n", d -> flags(d).toString()), flagged());
    assertReadsBack(
        numbered(documents),
        "c.jsonl",
        joined(documents, "\n", d -> record(d, "text", "labels").without("id").toString()),
        FORMAT);
    assertReadsBack(
        numbered(documents),
        "c.json",
        array(documents, d -> record(d, "text", "labels").without("id")),
        FORMAT);
  }

  @Property(tries = 40)
  void groupsAndPartsReadBack(@ForAll("documents") List<Document> documents) throws IOException {
    List<Document> parted =
        IntStream.range(0, documents.size())
            .mapToObj(
                i ->
                    new Document(
                        documents.get(i).id(),
                        documents.get(i).text(),
                        documents.get(i).labels(),
                        Optional.of("g \"" + i / 2 + "\""),
                        Optional.of(List.of("train", "test", "validation").get(i % 3))))
            .toList();
    CorpusFormat split = FORMAT.withPart(Optional.of(new PartField("part", PartField.Kind.SPLIT)));
    Function<Document, ObjectNode> object =
        d ->
            record(d, "text", "labels")
                .put("group", d.group().orElseThrow())
                .put("part", d.part().orElseThrow());
    assertReadsBack(
        parted, "c.jsonl", joined(parted, "\n", d -> object.apply(d).toString()), split);
    for (char delimiter : new char[] {',', ';', '\t'}) {
      String table =
          table(
              delimiter,
              parted,
              List.of("part", "id", "group", "text", "labels"),
              d ->
                  List.of(
                      d.part().orElseThrow(),
                      d.id(),
                      d.group().orElseThrow(),
                      d.text(),
                      String.join(";", d.labels())));
      assertReadsBack(parted, "c.csv", table, split);
    }
  }

  @Property(tries = 40)
  void tablesReadBack(@ForAll("documents") List<Document> documents) throws IOException {
    List<Function<Document, String>> cells =
        List.of(
            d -> String.join(";", d.labels()),
            d -> list(d.labels()).toString(),
            d -> d.labels().stream().map(FormatRoundTripTests::repr).toList().toString(),
            d ->
                d.labels().isEmpty()
                    ? ""
                    : JSON.createObjectNode().set("choices", list(d.labels())).toString());
    for (Function<Document, String> cell : cells) {
      List<String> header = List.of("id", "text", "labels");
      Function<Document, List<String>> row = d -> List.of(d.id(), d.text(), cell.apply(d));
      assertReadsBack(documents, "c.csv", table(',', documents, header, row), FORMAT);
      assertReadsBack(documents, "c.tsv", table('\t', documents, header, row), FORMAT);
    }
    for (char delimiter : new char[] {',', ';', '\t'}) {
      String table =
          table(
              delimiter,
              documents,
              List.of("id", "text", "labels"),
              d -> List.of(d.id(), d.text(), String.join(";", d.labels())));
      assertReadsBack(documents, "c.txt", table, FORMAT);
    }
    List<String> header = new ArrayList<>(List.of("text", "id"));
    header.addAll(NAMES);
    Function<Document, List<String>> row =
        d -> {
          List<String> values = new ArrayList<>(List.of(d.text(), d.id()));
          NAMES.forEach(name -> values.add(d.labels().contains(name) ? "1.0" : ""));
          return values;
        };
    assertReadsBack(documents, "c.csv", table(',', documents, header, row), flagged());
  }

  @Property(tries = 40)
  void exportsReadBack(@ForAll("documents") List<Document> documents) throws IOException {
    CorpusFormat doccano = FORMAT.withType(FileType.DOCCANO);
    String lines = joined(documents, "\n", d -> record(d, "data", "label").toString());
    assertReadsBack(documents, "c.jsonl", lines, doccano);
    assertReadsBack(documents, "c.jsonl", lines, FORMAT);
    assertReadsBack(
        documents,
        "c.csv",
        table(
            ',',
            documents,
            List.of("id", "text", "label"),
            d -> List.of(d.id(), d.text(), String.join("#", d.labels()))),
        doccano);
    List<Document> chosen = new ArrayList<>(documents);
    chosen.add(new Document("last", "x", List.of("a")));
    assertReadsBack(chosen, "c.json", array(chosen, FormatRoundTripTests::task), FORMAT);
    assertReadsBack(chosen, "c.json", array(chosen, FormatRoundTripTests::min), FORMAT);
    String studio =
        table(
            ',',
            documents,
            List.of("annotation_id", "annotator", "id", "lead_time", "text", "topic"),
            d ->
                List.of(
                    "1",
                    "2",
                    d.id(),
                    "0.5",
                    d.text(),
                    d.labels().isEmpty()
                        ? ""
                        : JSON.createObjectNode().set("choices", list(d.labels())).toString()));
    assertReadsBack(documents, "c.csv", studio, FORMAT);
  }

  /** Without being told the format; the first and the last line leave no doubt. */
  @Property(tries = 40)
  void plainLinesAreRecognised(@ForAll("lines") List<Document> documents) throws IOException {
    String padding = " y".repeat(200);
    List<Document> clear = new ArrayList<>();
    clear.add(new Document("0", "x" + padding, List.of("a")));
    documents.forEach(d -> clear.add(new Document(d.id(), d.text() + padding, d.labels())));
    clear.add(new Document("last", "x" + padding, List.of("a")));
    String lines =
        joined(clear, "\n", d -> d.id() + "\t" + String.join(" ", d.labels()) + "\t" + d.text());
    assertReadsBack(clear, "c.tsv", lines, FORMAT);
    assertReadsBack(clear, "c.txt", lines, FORMAT);
    Function<String, String> prefixed = label -> "__label__" + label + " ";
    assertReadsBack(
        numbered(clear),
        "c.txt",
        joined(
            clear,
            "\n",
            d -> d.labels().stream().map(prefixed).collect(Collectors.joining()) + d.text()),
        FORMAT);
  }

  @Property(tries = 40)
  void plainLinesReadBack(@ForAll("lines") List<Document> documents) throws IOException {
    Function<String, String> prefixed = label -> "__label__" + label + " ";
    List<Document> numbered = numbered(documents);
    List<Document> labelled = new ArrayList<>(documents);
    labelled.add(new Document("last", "x", List.of("a")));
    assertReadsBack(
        numbered(labelled),
        "c.txt",
        joined(
            labelled,
            "\n",
            d -> d.labels().stream().map(prefixed).collect(Collectors.joining()) + d.text()),
        FORMAT.withType(FileType.FASTTEXT));
    CorpusFormat libMultiLabel = FORMAT.withType(FileType.LIBMULTILABEL);
    Function<Document, String> pair = d -> String.join(" ", d.labels()) + "\t" + d.text();
    assertReadsBack(numbered, "c.txt", joined(documents, "\n", pair), libMultiLabel);
    assertReadsBack(
        documents,
        "c.txt",
        joined(documents, "\r\n", d -> d.id() + "\t" + pair.apply(d)),
        libMultiLabel);
  }

  private static List<Document> numbered(List<Document> documents) {
    return IntStream.range(0, documents.size())
        .mapToObj(
            i ->
                new Document(
                    String.valueOf(i + 1), documents.get(i).text(), documents.get(i).labels()))
        .toList();
  }

  private static CorpusFormat flagged() {
    return FORMAT.withLabelColumns(NAMES);
  }

  private static ObjectNode record(Document document, String text, String labels) {
    ObjectNode record = JSON.createObjectNode().put("id", document.id()).put(text, document.text());
    record.set(labels, list(document.labels()));
    return record;
  }

  private static ObjectNode flags(Document document) {
    ObjectNode record =
        JSON.createObjectNode().put("id", document.id()).put("text", document.text());
    NAMES.forEach(name -> record.put(name, document.labels().contains(name) ? 1 : 0));
    return record;
  }

  private static ObjectNode task(Document document) {
    ObjectNode task = JSON.createObjectNode().put("id", document.id());
    task.putObject("data").put("text", document.text());
    ArrayNode results = task.putArray("annotations").addObject().putArray("result");
    if (!document.labels().isEmpty()) {
      ObjectNode result = results.addObject().put("from_name", "topic").put("type", "choices");
      result.putObject("value").set("choices", list(document.labels()));
    }
    return task;
  }

  private static ObjectNode min(Document document) {
    ObjectNode task = JSON.createObjectNode().put("id", document.id()).put("text", document.text());
    task.put("annotation_id", 1).put("annotator", 2).put("lead_time", 0.5);
    if (!document.labels().isEmpty()) {
      task.putObject("topic").set("choices", list(document.labels()));
    }
    return task;
  }

  private static ArrayNode list(Collection<String> labels) {
    ArrayNode array = JSON.createArrayNode();
    labels.forEach(array::add);
    return array;
  }

  /** As Python's repr writes a string: double quotes where it has single ones alone. */
  private static String repr(String text) {
    boolean doubled = text.contains("'") && !text.contains("\"");
    String quote = doubled ? "\"" : "'";
    String escaped = text.replace("\\", "\\\\");
    return quote + (doubled ? escaped : escaped.replace("'", "\\'")) + quote;
  }

  private static String array(List<Document> documents, Function<Document, ObjectNode> record)
      throws IOException {
    ArrayNode array = JSON.createArrayNode();
    documents.forEach(document -> array.add(record.apply(document)));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(array);
  }

  private static String joined(
      List<Document> documents, String end, Function<Document, String> line) {
    return documents.stream().map(line).collect(Collectors.joining(end));
  }

  private static String table(
      char delimiter,
      List<Document> documents,
      List<String> header,
      Function<Document, List<String>> row) {
    List<List<String>> rows = new ArrayList<>(List.of(header));
    documents.forEach(document -> rows.add(row.apply(document)));
    return rows.stream()
        .map(
            cells ->
                cells.stream()
                    .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                    .collect(Collectors.joining(String.valueOf(delimiter))))
        .collect(Collectors.joining("\r\n"));
  }

  private static void assertReadsBack(
      List<Document> documents, String name, String content, CorpusFormat format)
      throws IOException {
    Path directory = Files.createTempDirectory("formats");
    Path plain = Files.writeString(directory.resolve(name), content);
    Path compressed = directory.resolve(name + ".gz");
    try {
      try (OutputStream out =
          CompressedOutput.over(Files.newOutputStream(compressed), compressed)) {
        out.write(content.getBytes(StandardCharsets.UTF_8));
      }
      for (Path file : List.of(plain, compressed)) {
        assertThat(CorpusReader.readStrict(file, format))
            .as(content)
            .usingElementComparator(FormatRoundTripTests::compare)
            .isEqualTo(documents);
      }
    } finally {
      Files.delete(plain);
      Files.deleteIfExists(compressed);
      Files.delete(directory);
    }
  }

  /** Flags have the order of their columns. */
  private static int compare(Document one, Document other) {
    return one.id().equals(other.id())
            && one.text().equals(other.text())
            && one.group().equals(other.group())
            && one.part().equals(other.part())
            && List.copyOf(new TreeSet<>(one.labels()))
                .equals(List.copyOf(new TreeSet<>(other.labels())))
        ? 0
        : 1;
  }

  @Provide
  Arbitrary<List<Document>> documents() {
    Arbitrary<String> odd =
        Arbitraries.of(
            "", "\r\n", "\"", "\t", "\\", "𠮷", "\uFEFF", "__label__a ", "[1]", "\u2028", "'");
    return documents(odd, NAMES, text -> text);
  }

  @Provide
  Arbitrary<List<Document>> lines() {
    Arbitrary<String> odd =
        Arbitraries.of("", "\"", "\\", "𠮷", "  ", "\u3000", "[1]", "\u2028", "'");
    return documents(odd, WORDS, text -> text.replaceAll("[\r\n\t]", "_"));
  }

  private static Arbitrary<List<Document>> documents(
      Arbitrary<String> odd, List<String> names, Function<String, String> mended) {
    Arbitrary<String> text =
        Combinators.combine(Arbitraries.strings().ofMaxLength(12), odd, Arbitraries.of("", "y"))
            .as((a, b, c) -> mended.apply("x" + a + b + c + "x"))
            .filter(
                s -> s.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE));
    Arbitrary<List<String>> labels = Arbitraries.of(names).list().uniqueElements().ofMaxSize(4);
    return Combinators.combine(text, labels)
        .as((t, l) -> new Document(t, t, l))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(
            documents ->
                IntStream.range(0, documents.size())
                    .mapToObj(
                        i ->
                            new Document(
                                String.format(Locale.ROOT, "id \"%d\",", i),
                                documents.get(i).text(),
                                documents.get(i).labels()))
                    .toList());
  }
}
