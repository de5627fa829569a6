package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.PredictionsCsv;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Thresholds from a run into its models and out of them again: export, predict, evaluate. */
class ShippedThresholdsTests {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;
  private static Path experiment;
  private static Path run;
  private static Path models;
  private static Path test;
  private static int tests;

  /** A run of two seeds that exports both training types by thresholds per label. */
  @BeforeAll
  static void runAndExport() throws IOException {
    models = directory.resolve("models");
    run = directory.resolve("run");
    Path corpus = directory.resolve("mine.jsonl");
    Object[] generate = {"corpus", "generate", "health", "--documents", 60, "--out", corpus};
    assertThat(Outcome.of(generate).exitCode()).isZero();
    experiment =
        Files.writeString(
            directory.resolve("tiny.yaml"),
            format(
                """
            name: tiny
            corpus: {path: %s}
            segmentation: {segmenter: characters}
            vectors: {dimensions: 4}
            encoding: {maxLength: 40}
            architectures: [textcnn: {widths: [2], filters: 4, chunks: 1, bottleneck: 4}]
            trainings: [teacher, standalone]
            teacher: {classWeights: [1]}
            optimisation: {epochs: 2, learningRate: 0.01}
            folds: {count: 3, run: [0]}
            seeds: 2
            export: {trainings: [teacher, standalone], to: %s, thresholds: per-label, predictions: 0}
            """,
                corpus, models));
    Outcome outcome = Outcome.of("run", experiment, "--out", run);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    Set<String> ids = new HashSet<>();
    JSON.readTree(run.resolve("folds.json").toFile())
        .get(0)
        .get("test")
        .forEach(id -> ids.add(id.asText()));
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(corpus)) {
      if (ids.contains(JSON.readTree(line).get("id").asText())) {
        lines.add(line);
      }
    }
    tests = lines.size();
    test = Files.write(directory.resolve("test.jsonl"), lines);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static Path model(String training) {
    return models.resolve("tiny-textcnn-" + training);
  }

  private static Outcome export(Path to, String training, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("export", run, "--architecture", "textcnn"));
    arguments.addAll(List.of("--training", training, "--to", to));
    arguments.addAll(List.of(more));
    return Outcome.of(arguments.toArray());
  }

  /** The thresholds that a run has tuned for the first seed's model. */
  private static List<Double> tuned(String training, String choice, String metric)
      throws IOException {
    for (JsonNode entry : JSON.readTree(run.resolve("thresholds.json").toFile())) {
      if (entry.get("training").asText().equals(training) && entry.get("seed").asLong() == 1) {
        for (JsonNode row : entry.get("choices")) {
          if (row.get("choice").asText().equals(choice)
              && row.get("tunedFor").asText().equals(metric)) {
            return row.at("/test/perLabel").findValues("threshold").stream()
                .map(JsonNode::asDouble)
                .toList();
          }
        }
      }
    }
    throw new AssertionError("none");
  }

  private static JsonNode card(Path version) throws IOException {
    return JSON.readTree(version.resolve("assets.extra/model.json").toFile());
  }

  private static void assertThresholds(Path version, List<Double> expected) throws IOException {
    List<Double> shipped = new ArrayList<>();
    card(version).get("thresholds").forEach(it -> shipped.add(it.asDouble()));
    assertThat(shipped).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"teacher", "standalone"})
  void aRunExportsItsOwnThresholds(String training) throws IOException {
    List<Double> tuned = tuned(training, "per-label", "macroF1");
    assertThat(new HashSet<>(tuned)).as("differ from label to label").hasSizeGreaterThan(1);
    Path version = model(training).resolve("1");
    assertThresholds(version, tuned);
    assertThat(card(version).at("/provenance/thresholds").asText()).isEqualTo("per-label");
    assertThat(card(version).at("/provenance/tunedFor").asText()).isEqualTo("macroF1");
  }

  @Test
  void exportPrintsBothKindsOfFigures() throws IOException {
    Path to = directory.resolve("global");
    Outcome outcome = export(to, "standalone", "--thresholds", "global", "--half");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .containsSubsequence(
            "same as in training: " + tests + " test documents", "fixed", "global", "float16");
    assertThresholds(to.resolve("1"), tuned("standalone", "global", "microF1"));
  }

  @Test
  void otherThresholdsAreAnotherVersion() throws IOException {
    Path to = directory.resolve("versions");
    String[] sets = {"per-label", "fixed", "fixed"};
    for (String thresholds : sets) {
      Outcome outcome =
          Outcome.of(
              "run",
              experiment,
              "--out",
              run,
              "--set",
              "export.thresholds=" + thresholds,
              "--set",
              "export.to=" + to,
              "--set",
              "export.trainings=[standalone]");
      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }
    try (Stream<Path> versions = Files.list(to.resolve("tiny-textcnn-standalone"))) {
      assertThat(versions.map(it -> it.getFileName().toString()))
          .containsExactlyInAnyOrder("1", "2");
    }
  }

  @Test
  void aRunWithoutTunedThresholdsSaysSo() throws IOException {
    Path file = run.resolve("thresholds.json");
    String whole = Files.readString(file);
    Path to = directory.resolve("none");
    try {
      ArrayNode entries = (ArrayNode) JSON.readTree(whole);
      entries.forEach(entry -> ((ArrayNode) entry.get("choices")).remove(4));
      SealedRun.write(run, "thresholds.json", entries.toString());
      assertThat(export(to, "teacher", "--thresholds", "per-label").error())
          .startsWith(file + " has no per-label thresholds of textcnn teacher fold 0; export with");
      SealedRun.write(
          run, "thresholds.json", whole.replaceAll("\"threshold\": [0-9.]+", "\"threshold\": 1.5"));
      assertThat(export(to, "teacher", "--thresholds", "per-label").error())
          .startsWith(file + " was changed: it has not one threshold in 0..1");
      Files.delete(file);
      assertThat(export(to, "teacher", "--thresholds", "per-label").error())
          .startsWith(file + " is missing; start the run again");
      assertThat(to).doesNotExist();
      assertThat(export(to, "teacher").exitCode()).isZero();
    } finally {
      SealedRun.write(run, "thresholds.json", whole);
    }
    assertThat(export(to, "teacher", "--thresholds", "best").err())
        .contains("--thresholds", "fixed, global, per-label");
  }

  /** What a tuner may come to, and what it may not but a hand can write. */
  @Test
  void alwaysAndNeverAreThresholds() throws IOException {
    Path file = run.resolve("thresholds.json");
    String whole = Files.readString(file);
    Path to = directory.resolve("extreme");
    try {
      ArrayNode entries = (ArrayNode) JSON.readTree(whole);
      for (JsonNode entry : entries) {
        ArrayNode labels = (ArrayNode) entry.at("/choices/4/test/perLabel");
        for (int i = 0; i < labels.size(); i++) {
          ((ObjectNode) labels.get(i)).put("threshold", i % 2);
        }
      }
      SealedRun.write(run, "thresholds.json", entries.toString());
      assertThat(export(to, "standalone", "--thresholds", "per-label").exitCode()).isZero();
    } finally {
      SealedRun.write(run, "thresholds.json", whole);
    }
    Outcome outcome = Outcome.of("predict", to, "--text", "頭痛", "--json");
    List<String> labels = new ArrayList<>();
    card(to.resolve("1")).get("labels").forEach(it -> labels.add(it.asText()));
    List<String> predicted = new ArrayList<>();
    JSON.readTree(outcome.out()).get("labels").forEach(it -> predicted.add(it.asText()));
    assertThat(predicted).isNotEmpty();
    for (int i = 0; i < labels.size(); i++) {
      assertThat(predicted.contains(labels.get(i))).isEqualTo(i % 2 == 0);
    }
  }

  @Test
  void predictTakesOneThresholdForAll() throws IOException {
    Path model = model("standalone");
    int labels = card(model.resolve("1")).get("labels").size();
    for (String threshold : List.of("0", "1", "0.5")) {
      Outcome outcome =
          Outcome.of("predict", model, "--text", "頭痛", "--json", "--threshold", threshold);
      JsonNode answer = JSON.readTree(outcome.out());
      long above =
          answer.get("probabilities").properties().stream()
              .filter(it -> it.getValue().asDouble() > Double.parseDouble(threshold))
              .count();
      assertThat(answer.get("labels")).hasSize((int) above);
      assertThat(answer.get("labels").size())
          .isEqualTo(threshold.equals("0") ? labels : threshold.equals("1") ? 0 : (int) above);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "1.5", "-0.1", "half", "", "1e999"})
  void whatIsNoThreshold(String threshold) {
    for (List<Object> command :
        List.of(
            List.<Object>of("predict", model("standalone"), "--text", "頭痛"),
            List.<Object>of("evaluate", model("standalone"), test))) {
      List<Object> arguments = new ArrayList<>(command);
      arguments.addAll(List.of("--threshold", threshold));
      Outcome outcome = Outcome.of(arguments.toArray());
      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.err().lines().findFirst().orElseThrow())
          .contains("--threshold", "'" + threshold + "' is no threshold; give a number in 0..1");
    }
  }

  @ParameterizedTest
  @CsvSource({"standalone, 0.5", "teacher, 0.5"})
  void evaluateSaysWhatTheRunSaid(String training, String threshold) throws IOException {
    Path csv = directory.resolve(training + ".csv");
    Outcome outcome = Outcome.of("evaluate", model(training), test, "--json", "--predictions", csv);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonNode result = JSON.readTree(outcome.out());
    assertThat(result.get("documents").asInt()).isEqualTo(tests);
    JsonNode expected = metrics(training);
    JsonNode figures = result.at("/figures/" + threshold);
    for (String figure : List.of("microF1", "macroF1", "weightedF1", "subsetAccuracy", "loss")) {
      assertThat(figures.get(figure).asDouble())
          .as(figure)
          .isCloseTo(expected.get(figure).asDouble(), within(1e-6));
    }
    assertThat(figures.get("perLabel")).hasSameSizeAs(expected.get("perLabel"));
    for (int i = 0; i < figures.get("perLabel").size(); i++) {
      for (String figure : List.of("support", "precision", "recall", "f1", "threshold")) {
        assertThat(figures.get("perLabel").get(i).get(figure).asDouble())
            .isCloseTo(expected.get("perLabel").get(i).get(figure).asDouble(), within(1e-6));
      }
    }
    JsonNode tuned = thresholds(training);
    for (String figure : List.of("microF1", "macroF1")) {
      assertThat(result.at("/figures/model/" + figure).asDouble())
          .isCloseTo(tuned.at("/choices/4/test/" + figure).asDouble(), within(1e-6));
    }
    assertThat(result.at("/probabilities/macroRocAuc").asDouble())
        .isCloseTo(tuned.at("/probabilities/macroRocAuc").asDouble(), within(1e-6));
    Predictions ofRun =
        PredictionsCsv.read(run.resolve("predictions/textcnn-" + training + "-fold0.csv"));
    Predictions read = PredictionsCsv.read(csv);
    assertThat(read.ids()).containsExactlyInAnyOrderElementsOf(ofRun.ids());
    assertThat(read.labels()).isEqualTo(ofRun.labels());
  }

  private static JsonNode metrics(String training) throws IOException {
    return ofFirstSeed(JSON.readTree(run.resolve("metrics.json").toFile()), training);
  }

  private static JsonNode thresholds(String training) throws IOException {
    return ofFirstSeed(JSON.readTree(run.resolve("thresholds.json").toFile()), training);
  }

  private static JsonNode ofFirstSeed(JsonNode entries, String training) {
    for (JsonNode entry : entries) {
      if (entry.get("training").asText().equals(training) && entry.get("seed").asLong() == 1) {
        return entry;
      }
    }
    throw new AssertionError("none");
  }

  @Test
  void labelsOfOneSideAloneAreNamed() throws IOException {
    String label = card(model("standalone").resolve("1")).at("/labels/1").asText();
    Path corpus =
        Files.writeString(
            directory.resolve("posts.csv"),
            format("key,body,tags\n1,頭痛怎麼辦,%s|new\n2,好的,new\n3,好,\n", label));
    List<Object> arguments = new ArrayList<>(List.of("evaluate", model("standalone"), corpus));
    arguments.addAll(List.of("--id", "key", "--text", "body", "--labels", "tags"));
    arguments.addAll(List.of("--label-separator", "|", "--threshold", "0.25"));
    Outcome outcome = Outcome.of(arguments.toArray());
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .containsSubsequence("3 documents", "0.25", "0.5", "label", "support", "all, macro")
        .contains("words (", "are not in the model's vocabulary");
    assertThat(outcome.err())
        .contains(
            "warning: the model does not have these labels of the corpus, and no figure counts them: new (2)")
        .contains("F1 there is 0 and counts in macro-F1");

    arguments.add("--json");
    JsonNode result = JSON.readTree(Outcome.of(arguments.toArray()).out());
    assertThat(result.at("/unknownLabels/new").asInt()).isEqualTo(2);
    assertThat(result.get("absentLabels"))
        .hasSize(card(model("standalone").resolve("1")).get("labels").size() - 1);
    assertThat(result.at("/figures/0.25/perLabel/1/support").asInt()).isEqualTo(1);
  }

  /** By a threshold of 0 every other text has every label. */
  @Test
  void textsWithoutKnownWordsHaveNoLabels() throws IOException {
    Path model = model("standalone");
    String label = card(model.resolve("1")).at("/labels/1").asText();
    Path corpus =
        Files.writeString(
            directory.resolve("wordless.csv"),
            format("id,text,labels\n1,頭痛怎麼辦,%s\n2,hello world,\n3,。,\n", label));
    Outcome outcome = Outcome.of("evaluate", model, corpus, "--threshold", 0, "--json");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonNode result = JSON.readTree(outcome.out());
    assertThat(result.get("wordlessTexts").asInt()).isEqualTo(2);
    assertThat(result.at("/figures/0.0/perLabel/1/precision").asDouble()).isEqualTo(1);
    assertThat(result.at("/figures/0.0/subsetAccuracy").asDouble())
        .as("right are those without labels")
        .isCloseTo(2 / 3.0, within(1e-9));
    assertThat(Outcome.of("evaluate", model, corpus).out())
        .contains("2 documents have no word that the model knows, so no labels");
    assertThat(Outcome.of("evaluate", model, test).out()).doesNotContain("no word that");
  }

  @Test
  void ofASplitTheTestPartIsEvaluated() throws IOException {
    Path model = model("standalone");
    String label = card(model.resolve("1")).at("/labels/1").asText();
    Path corpus =
        Files.writeString(
            directory.resolve("split.csv"),
            format("id,text,labels,part\n1,頭痛怎麼辦,%1$s,train\n2,好的,%1$s,Test\n3,好,,test\n", label));
    Outcome outcome = Outcome.of("evaluate", model, corpus, "--split", "part", "--json");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonNode result = JSON.readTree(outcome.out());
    assertThat(result.get("documents").asInt()).isEqualTo(2);
    assertThat(result.at("/figures/0.5/perLabel/1/support").asInt()).isEqualTo(1);
    Files.writeString(corpus, Files.readString(corpus).replaceAll("[Tt]est", "dev"));
    assertThat(Outcome.of("evaluate", model, corpus, "--split", "part").error())
        .startsWith(corpus + ": no document is of the test part by --split part");
    assertThat(Outcome.of("evaluate", model, corpus, "--fold-field", "part").err())
        .contains("a model knows no folds");
  }

  @Test
  void whatCannotBeEvaluatedIsSaid() throws IOException {
    Path model = model("standalone");
    Path strangers =
        Files.writeString(
            directory.resolve("strangers.jsonl"),
            "{\"id\": \"1\", \"text\": \"好\", \"labels\": [\"x\"]}\n");
    assertThat(Outcome.of("evaluate", model, strangers).error())
        .startsWith(strangers + ": none of its labels (x) is one of the model's (");
    Path unlabelled =
        Files.writeString(
            directory.resolve("unlabelled.jsonl"),
            "{\"id\": \"1\", \"text\": \"好\", \"labels\": []}\n");
    assertThat(Outcome.of("evaluate", model, unlabelled).error())
        .startsWith(unlabelled + ": no document has a label");
    Path none = directory.resolve("no-model");
    assertThat(Outcome.of("evaluate", none, test).error()).startsWith(none.toString());
    assertThat(Outcome.of("evaluate", directory, test).error()).startsWith(directory.toString());
    assertThat(Outcome.of("evaluate", model, directory.resolve("no.jsonl")).error())
        .contains("no.jsonl: no such file");
    assertThat(Outcome.of("evaluate", model).exitCode()).isEqualTo(2);
  }

  /** A card that was edited would make a Java program decide otherwise than the graph. */
  @Test
  void thresholdsOfCardAndGraphAreTheSame() throws IOException {
    Path to = directory.resolve("edited");
    assertThat(export(to, "standalone").exitCode()).isZero();
    Path card = to.resolve("1/assets.extra/model.json");
    Files.writeString(
        card, Files.readString(card).replaceFirst("(\"thresholds\" : \\[ )0\\.5", "$10.4"));
    assertThat(Outcome.of("predict", to, "--text", "好").error())
        .contains("model.json does not fit the SavedModel");
  }

  private static List<String> snippets(String page, String language) {
    List<String> found = new ArrayList<>();
    Matcher matcher = Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$").matcher(page);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void theModelsReadmeHasItsFiguresAndNothingOfTheMachine() throws IOException {
    Path model = model("teacher");
    String page = Files.readString(model.resolve("1/README.md"));
    assertThat(page)
        .startsWith("# tiny-textcnn-teacher\n")
        .contains(
            "| corpus | mine.jsonl |",
            "textcnn, standalone",
            "linear, baseline",
            "constant, baseline")
        .doesNotContain(directory.toString(), System.getProperty("user.home") + "/");
    JsonNode shipped = thresholds("teacher").at("/choices/4/test");
    assertThat(page)
        .contains(
            format("| **this model, as it is** | %.2f |", 100 * shipped.get("microF1").asDouble()))
        .contains(
            format(
                "| this model, fixed threshold | %.2f |",
                100 * metrics("teacher").get("microF1").asDouble()));
    for (JsonNode label : shipped.get("perLabel")) {
      assertThat(page)
          .contains(
              format(
                  "| %s | %d | %.4f | ",
                  label.get("label").asText(),
                  label.get("support").asInt(),
                  label.get("threshold").asDouble()));
    }
  }

  @Test
  void theCallsOfTheReadmeAreRight() throws IOException {
    String page = Files.readString(model("standalone").resolve("1/README.md"));
    List<String> curl = snippets(page, "sh").stream().filter(it -> it.startsWith("curl")).toList();
    assertThat(curl).hasSize(2);
    for (String call : curl) {
      String body = call.replaceFirst("(?s).*-d '", "").replaceFirst("(?s)'.*", "");
      assertThat(JSON.readTree(body).get("instances")).hasSize(1);
      assertThat(call)
          .endsWith("http://localhost:8501/v1/models/tiny-textcnn-standalone:predict\n");
    }
    assertThat(curl.get(1)).contains("\"signature_name\": \"characters\"");
    assertThat(snippets(page, "python")).singleElement().asString().contains("serving_default");

    List<Path> files = new ArrayList<>();
    for (String program : snippets(page, "java")) {
      String name = program.replaceFirst("(?s).*\\nclass (\\w+) .*", "$1");
      files.add(Files.writeString(directory.resolve(name + ".java"), program));
    }
    assertThat(files).hasSize(2);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-d",
              directory.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      boolean compiles =
          compiler
              .getTask(
                  said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
              .call();
      assertThat(compiles).as(said.toString()).isTrue();
    }
  }

  /** What is written is what the run's teacher said, and what a student can learn. */
  @Test
  void aTeacherAnswersTextsForAStudentToLearn() throws IOException {
    Outcome csv = Outcome.of("respond", run, "--texts", test);
    assertThat(csv.err()).contains(tests + " texts answered by the textcnn teacher of fold 0");
    Predictions expected =
        PredictionsCsv.read(run.resolve("predictions/textcnn-teacher-fold0.csv"));
    List<String> lines = csv.out().lines().toList();
    assertThat(lines).hasSize(1 + tests);
    String columns = String.join(":probability,", expected.labels().names());
    assertThat(lines.get(0)).isEqualTo("id," + columns + ":probability");
    for (int i = 0; i < tests; i++) {
      String[] cells = lines.get(i + 1).split(",", -1);
      assertThat(cells[0]).isEqualTo(expected.ids().get(i));
      for (int label = 0; label < expected.labels().size(); label++) {
        assertThat(Float.parseFloat(cells[label + 1]))
            .isCloseTo(expected.probabilities()[i][label], within(1e-6f));
      }
    }
    Path corpus = directory.resolve("mine.jsonl");
    Path answers = directory.resolve("answers.jsonl.gz");
    Outcome file = Outcome.of("respond", run, "--texts", corpus, "--to", answers);
    assertThat(file.exitCode()).as(file.err()).isZero();
    List<Object> learn =
        new ArrayList<>(List.of("run", experiment, "--out", directory.resolve("s")));
    for (String setting :
        List.of("trainings=[distilled]", "seeds=1", "export=null", "baselines=[]", "teacher={}")) {
      learn.addAll(List.of("--set", setting));
    }
    learn.addAll(List.of("--set", "teacher.responses=" + answers));
    Outcome student = Outcome.of(learn.toArray());
    assertThat(student.exitCode()).as(student.err()).isZero();
    assertThat(student.out()).contains("Distill");
  }

  @Test
  void linesAreNamedByTheirNumbers() throws IOException {
    Path texts = Files.writeString(directory.resolve("lines.txt"), "頭痛\n\n腳痛\r\n");
    Outcome json = Outcome.of("respond", run, "--texts", texts, "--format", "jsonl");
    assertThat(json.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("{\"id\":\"1\",\"probabilities\":{\""),
            line -> assertThat(line).startsWith("{\"id\":\"3\",\"probabilities\":{\""));
    assertThat(Outcome.of("respond", run, "--texts", texts, "--fold", 1).error())
        .contains("has no textcnn teacher of fold 1; it has ");
    assertThat(Outcome.of("respond", run, "--texts", run.resolve("none")).error())
        .endsWith("none: no such file; check the path");
    Path empty = Files.writeString(directory.resolve("empty.txt"), "\n");
    Path to = directory.resolve("nothing.csv");
    assertThat(Outcome.of("respond", run, "--texts", empty, "--to", to).error())
        .endsWith("empty.txt: has no text; write one per line");
    assertThat(to).doesNotExist();
  }
}
