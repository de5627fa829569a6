package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.models.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An exported model in use, and every file of it missing, empty or cut off: one line and exit code
 * 2.
 */
class ExportedModelTests {
  @TempDir private static Path directory;
  private static Path run;
  private static Path version;

  @BeforeAll
  static void exportAModel() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("tiny.yaml"),
            """
            name: tiny
            corpus: {generate: {corpus: health, documents: 30, seed: 1}}
            segmentation: {segmenter: characters}
            vectors: {dimensions: 4}
            encoding: {maxLength: 20}
            architectures: [textcnn: {widths: [2], filters: 4, chunks: 1, bottleneck: 4}]
            trainings: [standalone]
            optimisation: {epochs: 1}
            folds: {count: 3, run: [0]}
            """);
    run = directory.resolve("run");
    assertThat(Outcome.of("run", file, "--out", run).exitCode()).isZero();
    Path model = directory.resolve("model");
    assertThat(export(model).exitCode()).isZero();
    version = model.resolve("1");
    assertThat(predict().exitCode()).isZero();
  }

  @Test
  void aFreshRunLeavesOtherFilesAlone() throws IOException {
    Path notes = Files.writeString(run.resolve("notes.txt"), "mine");
    Path stray = Files.createDirectories(run.resolve("trials").resolve("stray"));
    String metrics = Files.readString(run.resolve("metrics.json"));
    Path file = directory.resolve("tiny.yaml");
    assertThat(Outcome.of("run", file, "--out", run, "--fresh").exitCode()).isZero();
    assertThat(notes).hasContent("mine");
    assertThat(stray).doesNotExist();
    assertThat(run.resolve("metrics.json")).content().isEqualTo(metrics);
  }

  private static Outcome export(Path to, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "export",
                run,
                "--architecture",
                "textcnn",
                "--training",
                "standalone",
                "--to",
                to));
    arguments.addAll(List.of(more));
    return Outcome.of(arguments.toArray());
  }

  private static Outcome predict() {
    return Outcome.of("predict", version, "--text", "好");
  }

  @Test
  void jsonOfAFileNamesTheLineOfEachText() throws IOException {
    Path texts = Files.writeString(directory.resolve("texts.txt"), "頭痛\n\n腳痛\r\n");
    Outcome outcome = Outcome.of("predict", version, "--file", texts, "--json");
    assertThat(outcome.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("{\"line\":1,\"labels\":["),
            line -> assertThat(line).startsWith("{\"line\":3,\"labels\":["));
    assertThat(Outcome.of("predict", version, "--text", "頭痛", "--json").out())
        .startsWith("{\"labels\":[")
        .hasLineCount(1);
  }

  /** Ids, labels, texts and what a server says; JSON has them as they are. */
  @Test
  void controlCharactersDoNotReachTheTerminal() throws Exception {
    String control = "\u001b]0;x\u0007\u009b2J\u007f\r\u202e\u2028\u0085";
    String text = "頭" + control + "痛";
    TerminalOutputTests.assertHarmless(Outcome.of("predict", version, "--text", text));
    TerminalOutputTests.assertHarmless(
        Outcome.of("predict", version, "--text", text, "--attention"));
    ObjectMapper json = new ObjectMapper();
    Path corpus =
        Files.writeString(
            directory.resolve("control.jsonl"),
            json.writeValueAsString(
                Map.of("id", control, "text", text, "labels", List.of("藥物", "a" + control))));
    TerminalOutputTests.assertHarmless(Outcome.of("evaluate", version, corpus));
    Outcome file = Outcome.of("predict", version, "--file", corpus);
    assertThat(json.readTree(file.out()).get("id").asText()).isEqualTo(control);

    byte[] answer = json.writeValueAsBytes(Map.of("error", "no" + control));
    Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            response.setStatus(400);
            response.write(true, ByteBuffer.wrap(answer), callback);
            return true;
          }
        });
    server.start();
    Outcome refused =
        Outcome.of(
            "predict", version, "--text", text, "--endpoint", server.getURI() + "v1/models/m");
    server.stop();
    TerminalOutputTests.assertHarmless(refused);
    assertThat(refused.err()).contains("answered 400: no");
  }

  /** The model reads 20 words. */
  @Test
  void whatTheModelIsTooShortForIsCounted() throws IOException {
    Path texts = Files.writeString(directory.resolve("long.txt"), "頭痛\n" + "痛".repeat(23) + "\n");
    Outcome outcome = Outcome.of("predict", version, "--file", texts);
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith("\"unread_tokens\":0,\"unknown_tokens\":0}"),
            line -> assertThat(line).endsWith("\"unread_tokens\":3,\"unknown_tokens\":0}"));
    assertThat(outcome.err())
        .contains("1 of 2 texts are longer than the model reads; their ends were left out");
    assertThat(predict().err()).doesNotContain("longer");
  }

  @Test
  void whatTheModelDoesNotKnowIsSaidAndGetsNoLabels() throws IOException {
    Path texts =
        Files.writeString(directory.resolve("unknown.txt"), "hello world\n。！\n頭 hello world\n頭痛\n");
    Outcome outcome = Outcome.of("predict", version, "--file", texts);
    List<JsonNode> answers = new ArrayList<>();
    for (String line : outcome.out().lines().toList()) {
      answers.add(new ObjectMapper().readTree(line));
    }
    assertThat(answers).extracting(it -> it.path("unknown_tokens").asInt()).startsWith(2);
    for (JsonNode without : answers.subList(0, 2)) {
      assertThat(without.path("labels")).isEmpty();
      assertThat(without.path("warning").asText()).startsWith("no known words");
      assertThat(without.path("probabilities")).hasSize(9);
    }
    assertThat(answers.get(2).path("warning").asText())
        .isEqualTo("2 of 3 words are unknown to the model");
    assertThat(answers.get(3).has("warning")).isFalse();
    assertThat(outcome.err())
        .contains("2 of 4 texts have no word that the model knows, so no labels")
        .contains("1 of 4 texts have more words that the model does not know than others");

    assertThat(Outcome.of("predict", version, "--text", "hello world").out())
        .isEqualToNormalizingNewlines(
            "hello world\nwarning: no known words, so no labels; the probabilities mean nothing\n\n");
    assertThat(Outcome.of("predict", version, "--text", "頭 hello world").out())
        .contains("warning: 2 of 3 words are unknown", "probability  predicted");
    assertThat(predict().out()).doesNotContain("warning");
  }

  @Test
  void aTableIsReadByItsColumns() throws IOException {
    Path table = Files.writeString(directory.resolve("j.csv"), "id,text\n1,咳\n2,\"頭\n痛\"\n");
    assertThat(Outcome.of("predict", version, "--file", table, "--top", 1).out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("{\"line\":2,\"id\":\"1\",\"labels\":["),
            line -> assertThat(line).startsWith("{\"line\":3,\"id\":\"2\",\"labels\":["));
    Path unnamed = Files.copy(table, directory.resolve("j.txt"));
    Outcome recognised = Outcome.of("predict", version, "--file", unnamed, "--top", 1);
    assertThat(recognised.out()).contains("\"id\":\"1\"").hasLineCount(2);
    assertThat(recognised.err()).contains(unnamed + ": read as csv; --format lines");
    Path sheet = Files.writeString(directory.resolve("sheet.csv"), "PK\u0003\u0004...");
    assertThat(Outcome.of("predict", version, "--file", sheet).error())
        .isEqualTo(Outcome.of("corpus", "check", sheet).error())
        .startsWith(sheet + ": is a spreadsheet; save it as CSV");
    Path markup = Files.writeString(directory.resolve("d.xml"), "<page>頭痛</page>\n");
    assertThat(Outcome.of("predict", version, "--file", markup).error())
        .startsWith(markup + ": is XML, of which no text is read; write the texts as");
    Path fastText = Files.writeString(directory.resolve("t.txt"), "__label__x 頭痛三天\n");
    Outcome labelled = Outcome.of("predict", version, "--file", fastText);
    Path plain = Files.writeString(directory.resolve("p.txt"), "頭痛三天\n");
    Outcome bare = Outcome.of("predict", version, "--file", plain);
    assertThat(labelled.out()).isEqualTo(bare.out());
    assertThat(labelled.err()).contains(fastText + ": read as fasttext, without the labels;");
    assertThat(Outcome.of("predict", version, "--file", table, "--text-field", "txt").error())
        .isEqualTo(
            table
                + ":1: the header has no column \"txt\"; the nearest is \"text\"; name the right one"
                + " with --text-field");
    Path other = Files.writeString(directory.resolve("other.json"), "[{\"n\": 7, \"a\": \"咳\"}]");
    assertThat(
            Outcome.of("predict", version, "--file", other, "--text-field", "a", "--id-field", "n")
                .out())
        .startsWith("{\"line\":1,\"record\":1,\"id\":7,")
        .hasLineCount(1);
    Outcome ofLines = Outcome.of("predict", version, "--text", "咳", "--text-field", "a");
    assertThat(ofLines.exitCode()).isEqualTo(2);
    assertThat(ofLines.err()).contains("--text-field and --id-field are for JSON, CSV and TSV");
    assertThat(Outcome.of("predict", version, "--text", "咳", "--format", "csv").err())
        .contains("--format is of a file; leave it out with --text");
  }

  @Test
  void aModelWithoutAttentionSaysSo() throws IOException {
    Outcome outcome = Outcome.of("predict", version, "--text", "頭痛", "--attention", "--json");
    assertThat(json(outcome).path("attention").isNull()).isTrue();
    assertThat(outcome.err()).contains("the model has no attention to show; han and gru-att have");
    assertThat(predict().err()).doesNotContain("attention");
  }

  @Test
  void whatTheModelLookedAtIsWrittenAsAPage() throws IOException {
    Path texts = Files.writeString(directory.resolve("why.txt"), "頭痛\n腳痛\n");
    Path page = directory.resolve("why.html");
    Outcome outcome = Outcome.of("predict", version, "--file", texts, "--attention-html", page);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).hasLineCount(2);
    assertThat(page)
        .content()
        .startsWith("<!DOCTYPE html>")
        .contains("<h2>Line 1</h2>", "<h2>Line 2</h2>", "The model has no attention.")
        .endsWith("</html>\n");
  }

  @Test
  void aStreamNeedsLittleMemoryAndALongLineIsAnError() throws Exception {
    Path texts = directory.resolve("large.txt");
    int lines = 4_000;
    try (Writer file = Files.newBufferedWriter(texts)) {
      for (int i = 0; i < lines; i++) {
        file.write("頭痛怎麼辦呢".repeat(250) + "\n");
      }
      for (int i = 0; i < 64; i++) {
        file.write("x".repeat(1 << 20));
      }
    }
    Path out = directory.resolve("large.jsonl");
    Path err = directory.resolve("large.err");
    Process process =
        new ProcessBuilder(
                JavaProcess.command(
                    List.of("-Xmx48m"),
                    Polystill.class,
                    "predict",
                    version.toString(),
                    "--file",
                    texts.toString(),
                    "--top",
                    "1"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    int exitCode = process.waitFor();
    Files.delete(texts);

    assertThat(Files.readString(err))
        .contains(
            "large.txt:" + (lines + 1) + ": the line has more than 4 MiB; put every document");
    assertThat(exitCode).isEqualTo(2);
    try (Stream<String> written = Files.lines(out)) {
      assertThat(written.skip(lines - 1)).singleElement().asString().startsWith("{\"line\":4000,");
    }
  }

  @Test
  void servesUntilItIsToldToStop() throws Exception {
    Path err = directory.resolve("serve.err");
    Process process =
        new ProcessBuilder(
                JavaProcess.command(
                    List.of(),
                    Polystill.class,
                    "serve",
                    version.getParent().toString(),
                    "--port",
                    "0"))
            .redirectError(err.toFile())
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      assertThat(line)
          .as(Files.readString(err))
          .matches("Serving model version 1 at http://127\\.0\\.0\\.1:[0-9]+");
      URI model = URI.create(line.replaceFirst(".* at ", "") + "/v1/models/model:predict");
      HttpRequest request =
          HttpRequest.newBuilder(model)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"instances\": [{\"text\": \"頭痛\"}]}"))
              .build();
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains("\"tokens\":[\"頭\",\"痛\"]");
      assertAnswersAsHere(line.replaceFirst(".* at ", "") + "/v1/models/model");

      process.toHandle().destroy(); // SIGTERM; that of Process closes its output
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(out.readLine()).isNull();
      assertThat(err).content().contains("Stopping; requests that are here are answered.");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void elementsOfAnArrayHaveTheirNumberAndIdsThatSteerNoTerminal() throws IOException {
    String id = "\u009b31m\u202e\u007fx\\";
    String line = new ObjectMapper().writeValueAsString(Map.of("id", id, "text", "頭痛"));
    Path array = Files.writeString(directory.resolve("array.json"), "[" + line + "," + line + "]");
    Outcome outcome = Outcome.of("predict", version, "--file", array);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    TerminalOutputTests.assertHarmless(outcome);
    List<JsonNode> answers = new ArrayList<>();
    for (String answer : outcome.out().lines().toList()) {
      answers.add(new ObjectMapper().readTree(answer));
    }
    assertThat(answers).extracting(it -> it.get("record").asInt()).containsExactly(1, 2);
    assertThat(answers).extracting(it -> it.get("id").asText()).containsOnly(id);
  }

  private static void assertAnswersAsHere(String endpoint) throws IOException {
    Path texts = Files.writeString(directory.resolve("asked.txt"), "頭痛\n" + "痛".repeat(30) + "\n");
    Outcome there = Outcome.of("predict", version, "--file", texts, "--endpoint", endpoint);
    assertThat(there.exitCode()).as(there.err()).isZero();
    List<String> here = Outcome.of("predict", version, "--file", texts).out().lines().toList();
    List<String> answers = there.out().lines().toList();
    assertThat(answers).hasSameSizeAs(here);
    ObjectMapper json = new ObjectMapper();
    for (int i = 0; i < here.size(); i++) {
      JsonNode expected = json.readTree(here.get(i));
      JsonNode actual = json.readTree(answers.get(i));
      for (String field : List.of("line", "labels", "unread_tokens", "unknown_tokens")) {
        assertThat(actual.get(field)).isEqualTo(expected.get(field));
      }
      expected
          .get("probabilities")
          .properties()
          .forEach(
              label ->
                  assertThat(actual.get("probabilities").path(label.getKey()).asDouble())
                      .isCloseTo(label.getValue().asDouble(), within(1e-6)));
    }
  }

  @Test
  void textsThatCannotBeAreNamed() throws IOException {
    Path file = directory.resolve("texts.bin");
    Files.write(file, new byte[] {'a', '\n', (byte) 0xFF, '\n'});
    assertThat(Outcome.of("predict", version, "--file", file).err())
        .contains("texts.bin:2: byte 1 of the line (0xFF) is not UTF-8");
    Path blank = Files.writeString(directory.resolve("blank.txt"), "\n \n");
    assertThat(Outcome.of("predict", version, "--file", blank).error()).contains("has no text");
    Path json = Files.writeString(directory.resolve("texts.jsonl"), "{\"text\": \"\"}\n");
    assertThat(Outcome.of("predict", version, "--file", json).error())
        .contains("texts.jsonl:1: the text is blank");
    assertThat(
            Outcome.of("predict", version, "--text", "好", "--endpoint", "localhost:8501").error())
        .contains("is no model of a server");
    assertThat(Outcome.of("predict", version, "--text", "好", "--top", 0).exitCode()).isEqualTo(2);
  }

  @Test
  void theMostProbableLabelsAreGivenInTheirOrder() throws IOException {
    Path file = Files.writeString(directory.resolve("id.jsonl"), "{\"id\": 7, \"text\": \"頭痛\"}\n");
    JsonNode all = json(Outcome.of("predict", version, "--file", file));
    JsonNode top = json(Outcome.of("predict", version, "--file", file, "--top", 2));
    List<Double> probabilities = new ArrayList<>();
    all.path("probabilities").forEach(it -> probabilities.add(it.asDouble()));
    probabilities.sort(Comparator.reverseOrder());
    List<Double> given = new ArrayList<>();
    top.path("probabilities").forEach(it -> given.add(it.asDouble()));
    assertThat(given).isEqualTo(probabilities.subList(0, 2));
    assertThat(top.path("id").isInt()).isTrue();
    assertThat(top.path("id").asInt()).isEqualTo(7);
    assertThat(top.path("labels")).isEqualTo(all.path("labels"));
  }

  private static JsonNode json(Outcome outcome) throws IOException {
    return new ObjectMapper().readTree(outcome.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "saved_model.pb",
        "variables/variables.index",
        "variables/variables.data-00000-of-00001",
        "assets.extra/model.json",
        "assets/vocabulary.txt"
      })
  void isRefused(String name) throws IOException {
    Path file = version.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    try {
      Files.delete(file);
      assertThat(predict().error()).as("missing").startsWith(version.toString());
      Files.createFile(file);
      assertThat(predict().error()).as("empty").startsWith(version.toString());
      for (int length : List.of(whole.length / 3, whole.length - 100)) {
        Files.write(file, Arrays.copyOf(whole, length));
        assertThat(predict().error()).as("cut off").startsWith(version.toString());
      }
    } finally {
      Files.write(file, whole);
    }
  }

  @Test
  void aVersionIsNeverOverwritten() throws IOException {
    Path base = directory.resolve("versions");
    Outcome seventh = export(base, "--version", "7");
    assertThat(seventh.out()).contains(base.resolve("7").toString());
    assertThat(export(base, "--version", "7").error())
        .startsWith(base.resolve("7") + " exists, and versions are never overwritten")
        .endsWith("; give another --version, or next for a new one");
    assertThat(export(base).out()).contains(base.resolve("8").toString());
    assertThat(export(base, "--version", "3").out()).contains(base.resolve("3").toString());
    Outcome none = export(base, "--version", "1.5");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("--version", "'1.5' is no version");
    assertThat(export(base, "--timeout", "0").err()).contains("--timeout must be 1 or more");
    try (Stream<Path> versions = Files.list(base)) {
      assertThat(versions.map(it -> it.getFileName().toString()))
          .containsExactlyInAnyOrder("3", "7", "8");
    }
  }

  @Test
  void halfTheBytesAndWhatTheyCost() throws IOException {
    Path base = directory.resolve("half/model");
    Outcome outcome = export(base, "--half", "--compare");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .containsSubsequence(
            base.resolve("1").toString(),
            "same as in training",
            "float32",
            "float16",
            "change",
            "standalone student");
    Path variables = Path.of("variables/variables.data-00000-of-00001");
    assertThat(Files.size(base.resolve("1").resolve(variables)))
        .isLessThan(Files.size(version.resolve(variables)) * 6 / 10);
    assertThat(base.resolveSibling("models.config")).content().contains("name: \"model\"");
    assertThat(base.resolve("1/assets.extra/tf_serving_warmup_requests")).isNotEmptyFile();
    assertThat(export(base, "--half", "bfloat16").out()).contains("bfloat16");
    assertThat(export(base, "--half", "int8").err()).contains("expected one of float32, bfloat16");
  }

  @Test
  void aFileInTheWayIsNamedAndLeftAsItIs() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "mine");
    for (Path to : List.of(file, file.resolve("model"), file.resolve("a/b"))) {
      Outcome outcome = export(to);
      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.error()).startsWith(file + " is a file; give a directory for the model");
    }
    assertThat(file).hasContent("mine");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.filter(it -> it.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  /** As where an export was killed when its version was there and the list was not. */
  @Test
  void aVersionThatIsNotListedIsListedByTheNextExport() throws IOException {
    Path base = directory.resolve("unlisted/model");
    assertThat(export(base).exitCode()).isZero();
    Path models = base.resolveSibling("models.config");
    String listed = Files.readString(models);
    assertThat(listed).contains("name: \"model\"");

    Files.delete(models);
    assertThat(export(base, "--version", "1").error()).contains("exists");
    assertThat(models).hasContent(listed);
    Files.delete(models);
    assertThat(export(base).exitCode()).isZero();
    assertThat(models).hasContent(listed);
  }

  @Test
  void aRunThatHasExportedListsItsModelAgain() throws IOException {
    Path to = directory.resolve("of-run");
    Path file =
        Files.writeString(
            directory.resolve("exporting.yaml"),
            Files.readString(directory.resolve("tiny.yaml"))
                + "export: {trainings: [standalone], to: "
                + to
                + "}\n");
    assertThat(Outcome.of("run", file, "--out", directory.resolve("exporting")).exitCode())
        .isZero();
    Path models = to.resolve("models.config");
    String listed = Files.readString(models);
    Files.delete(models);
    assertThat(Outcome.of("run", file, "--out", directory.resolve("exporting")).exitCode())
        .isZero();
    assertThat(models).hasContent(listed);
    try (Stream<Path> files = Files.walk(to, 2)) {
      assertThat(files.filter(it -> it.getFileName().toString().matches("[0-9]+")))
          .as("versions")
          .hasSize(1);
    }
  }

  @Test
  void aStudentHasTablesUnlessToldOtherwise() throws IOException {
    Path base = directory.resolve("tables");
    assertThat(export(base).exitCode()).isZero();
    assertThat(export(base, "--no-tables").exitCode()).isZero();
    String table = "word_projections"; // names are kept without what they share with the last
    assertThat(readVariables(base.resolve("1"))).contains(table);
    assertThat(readVariables(base.resolve("2"))).doesNotContain(table);
  }

  /** Names and, between them, bytes that are no text. */
  private static String readVariables(Path version) throws IOException {
    return Files.readString(
        version.resolve("variables/variables.index"), StandardCharsets.ISO_8859_1);
  }

  @Test
  void anExportThatDiffersLeavesNothing() throws IOException {
    String predictions = "predictions/textcnn-standalone-fold0.csv";
    String whole = Files.readString(run.resolve(predictions));
    Path to = directory.resolve("differs");
    try {
      SealedRun.write(run, predictions, whole.replaceFirst("0\\.[0-9]+", "0.999"));
      Outcome outcome = export(to);
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.err()).contains("the exported model differs: document ");
      assertThat(outcome.err()).doesNotContain("Exception", "--debug");
      assertThat(to).doesNotExist();

      Outcome half = export(to, "--half");
      assertThat(half.exitCode()).isEqualTo(1);
      assertThat(half.out()).containsSubsequence("micro-F1", "float32", "float16", "change");
      assertThat(half.err())
          .contains("polystill: float16 changes the model too much: document ")
          .contains("; export without --half, or try --half bfloat16")
          .doesNotContain("Exception", "--debug");
      assertThat(to).doesNotExist();
      assertThat(export(to, "--skip-check").exitCode()).isZero();
    } finally {
      SealedRun.write(run, predictions, whole);
    }
  }

  @Test
  void anotherCorpusCannotCheck() throws IOException {
    String name = "environment.json";
    String whole = Files.readString(run.resolve(name));
    Path to = directory.resolve("other-corpus");
    try {
      SealedRun.write(
          run, name, whole.replaceFirst("\"corpus\" : \"[0-9a-f]{64}\"", "\"corpus\" : \"0\""));
      assertThat(export(to).error())
          .contains("the corpus has changed since the run", "--skip-check");
      assertThat(to).doesNotExist();
    } finally {
      SealedRun.write(run, name, whole);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "experiment.yaml, 'segmenter: \\w+', 'segmenter: whitespace'",
    "experiment.yaml, 'maxLength: \\d+', 'maxLength: 30'",
    "experiment.yaml, 'filters: \\d+', 'filters: 5'",
    "prepared/fold0/vocabulary.txt, '(?m)^(.)\\n(.)\\n', '$2\n$1\n'",
  })
  void aChangedRunIsNotExportedUnchecked(String name, String from, String to) throws IOException {
    Path file = run.resolve(name);
    String whole = Files.readString(file);
    String changed = whole.replaceFirst(from, to);
    assertThat(changed).isNotEqualTo(whole);
    Path model = directory.resolve("changed");
    try {
      Files.writeString(file, changed);
      Outcome outcome = export(model, "--skip-check");
      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.error()).startsWith(file + " was changed: ");
      assertThat(model).doesNotExist();
    } finally {
      Files.writeString(file, whole);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"models.json", "metrics.json", "prepared/fold0/vocabulary.txt"})
  void aDamagedRunIsNotExported(String name) throws IOException {
    Path to = directory.resolve("damaged");
    Path file = run.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    try {
      Files.write(file, Arrays.copyOf(whole, whole.length / 2));
      assertThat(export(to).error()).as("cut off").startsWith(run.toString());
      Files.delete(file);
      assertThat(export(to).error()).as("missing").startsWith(run.toString());
      assertThat(to).doesNotExist();
    } finally {
      Files.write(file, whole);
    }
  }

  @Test
  void aFileThatARunLacksIsMadeByItsNextStart() throws IOException {
    Path file = run.resolve("prepared/fold0/vectors.bin");
    byte[] whole = Files.readAllBytes(file);
    String line =
        file + " is missing; start the run again with polystill run, it makes what is missing";
    try {
      Files.delete(file);
      assertThat(export(directory.resolve("damaged")).error()).isEqualTo(line);
    } finally {
      Files.write(file, whole);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          predictions/textcnn-standalone-fold0.csv | health | x | give --skip-check
          thresholds.json | global | fixed | ; export with --thresholds fixed, or start
          environment.json | "format" : 2 | "format" : 1 | with another --out or with --fresh
          """)
  void whatIsWrongWithARunNamesTheOptionThatHelps(
      String name, String from, String to, String remedy) throws IOException {
    Path file = run.resolve(name);
    String whole = Files.readString(file);
    assertThat(whole).contains(from);
    try {
      SealedRun.write(run, name, whole.replace(from, to));
      assertThat(export(directory.resolve("wrong"), "--thresholds", "global").error())
          .contains(remedy);
    } finally {
      SealedRun.write(run, name, whole);
    }
  }

  @Test
  void aServerThatCannotBeNamesTheOptionThatHelps() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(
              Outcome.of("serve", version, "--host=127.0.0.1", "--port=" + taken.getLocalPort())
                  .error())
          .endsWith("; give another --port or --host");
    }
    assertThat(Outcome.of("serve", version, "--port=0", "--host=nowhere.invalid").error())
        .isEqualTo("nowhere.invalid is no address of this machine; give another --host");
    assertThat(Outcome.of("serve", version, "--port=0", "--name=a b").error())
        .endsWith("; give --name letters, digits, . _ -");
  }

  @Test
  void otherFilesThatCannotBeNameTheOptionThatHelps() throws IOException {
    Path line = Files.writeString(directory.resolve("line.txt"), "頭痛三天\n");
    assertThat(Outcome.of("predict", version, "--file", line, "--format", "libmultilabel").error())
        .endsWith("; or read it with --format lines");
    Path file = directory.resolve("tiny.yaml");
    assertThat(Outcome.of("verify", file, "--expected", line).error())
        .endsWith("; write it with polystill verify EXPERIMENT --write-expected FILE");
    assertThat(Outcome.of("run", file, "--out", directory.resolve("part"), "--merge").err().strip())
        .endsWith("or train them here with polystill run without --merge");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<pad>\n<unk>\n的\n", "<pad>\n<unk>\n"})
  void anotherVocabularyIsRefused(String words) throws IOException {
    Path file = version.resolve("assets").resolve("vocabulary.txt");
    String whole = Files.readString(file);
    try {
      Files.writeString(file, words);
      assertThat(predict().error()).contains("not the vocabulary", "export the model again");
    } finally {
      Files.writeString(file, whole);
    }
  }
}
