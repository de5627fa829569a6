package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad input of run, export, predict and vectors; that they work is for the tests of a whole run.
 */
class ModelCommandTests {
  @TempDir private Path directory;

  private Path write(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content, StandardCharsets.UTF_8);
  }

  @Test
  void runNamesTheMistakeInAnExperiment() throws IOException {
    Path file =
        write("e.yaml", "name: e\ncorpus: {path: none.jsonl}\nteacher: {clasWeights: [1]}\n");
    assertThat(Outcome.of("run", file).error())
        .isEqualTo(
            file + ":3: teacher.clasWeights: unknown key; did you mean teacher.classWeights?");

    write("e.yaml", "name: e\ncorpus: {path: none.jsonl}\nteacher: {classWeights: [1, -1]}\n");
    assertThat(Outcome.of("run", file).error()).startsWith(file + ":3: teacher.classWeights: ");

    write("e.yaml", "name: e\ncorpus: {path: none.jsonl}\n");
    assertThat(Outcome.of("run", file).error())
        .startsWith(file + ":2: corpus.path: there is no file none.jsonl")
        .endsWith("give it with --set 'corpus.path=FILE'");
    assertThat(Outcome.of("run", file, "--set", "folds.count=zero").error())
        .startsWith("--set folds.count: expected a whole number");
    assertThat(Outcome.of("run", file, "--workers", 0).err())
        .contains("--workers must be 1 or more");
  }

  @Test
  void runLeavesNothingBehindWhereTheCorpusIsUnusable() throws IOException {
    write("one.jsonl", "{\"id\":\"1\",\"text\":\"好\",\"labels\":[\"a\"]}\n");
    Path file = write("e.yaml", "name: e\ncorpus: {path: one.jsonl}\n");
    Path run = directory.resolve("run");

    Outcome outcome = Outcome.of("run", file, "--out", run);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("label");
    assertThat(run).doesNotExist();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void runTouchesNoDirectoryOfOtherFiles() throws IOException {
    Path file =
        write(
            "home/experiment.yaml",
            "name: e\ncorpus: {generate: {corpus: health, documents: 10}}\n");
    Path home = file.getParent();
    Path table = write("home/table.md", "mine");
    for (String fresh : new String[] {"--workers=1", "--fresh"}) {
      assertThat(Outcome.of("run", file, "--out", home, fresh).error())
          .isEqualTo(home + " is no run directory but holds other files; take another --out");
    }
    assertThat(table).hasContent("mine");
    assertThat(file).content().startsWith("name: e");
    assertThat(Outcome.of("run", file, "--out", table).error()).contains("is a file");
  }

  @Test
  void exportWantsARunDirectory() throws IOException {
    Path to = directory.resolve("to");
    assertThat(
            Outcome.of(
                    "export",
                    directory,
                    "--architecture",
                    "textcnn",
                    "--training",
                    "distilled",
                    "--to",
                    to)
                .error())
        .contains("no run directory");
    assertThat(to).doesNotExist();
    Outcome wrong =
        Outcome.of("export", directory, "--architecture", "a", "--training", "best", "--to", to);
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("--training", "teacher, standalone, standalone-weighted, distilled");
  }

  @Test
  void predictWantsAModelAndOneSourceOfTexts() throws IOException {
    Path none = directory.resolve("none");
    assertThat(Outcome.of("predict", none, "--text", "好").error()).contains("none");
    Outcome both = Outcome.of("predict", none, "--text", "好", "--file", "x");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("mutually exclusive");
    assertThat(Outcome.of("predict", none, "--text", " ").error()).contains("blank");
    assertThat(Outcome.of("predict", none, "--text", "\uFFFD").error()).contains("LC_ALL");
    assertThat(Outcome.of("predict", none, "--file", directory.resolve("no.txt")).error())
        .contains("no.txt: no such file");
  }

  @Test
  void predictRefusesADamagedModel() throws IOException {
    Path model = directory.resolve("model/1");
    write("model/1/saved_model.pb", "this is no protocol buffer");

    assertThat(Outcome.of("predict", model.getParent(), "--text", "好").error())
        .contains(model.toString());
  }

  @Test
  void vectorsInfoCountsAFile() throws IOException {
    Path file = write("v.txt", "2 3\n藥 1 0 0\n病 0 2 0\n");

    assertThat(Outcome.of("vectors", "info", file).out())
        .contains("dimensions   3", "mean norm    1.5000", "藥 病");
    JsonNode json =
        new ObjectMapper().readTree(Outcome.of("vectors", "info", file, "--json").out());
    assertThat(json.at("/dimensions").asInt()).isEqualTo(3);
    assertThat(json.at("/words").asInt()).isEqualTo(2);

    assertThat(Outcome.of("vectors", "info", write("bad.txt", "2 3\n藥 1 0\n")).error())
        .contains("bad.txt");
    assertThat(Outcome.of("vectors", "info", directory.resolve("no.bin")).error())
        .contains("no.bin");
  }
}
