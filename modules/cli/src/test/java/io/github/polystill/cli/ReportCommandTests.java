package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code polystill report} on a run that was trained by {@code polystill run}. */
class ReportCommandTests {
  @TempDir private static Path directory;
  private static Path corpus;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 36; i++) {
      String labels = i % 3 == 0 ? "\"藥物\"" : i % 3 == 1 ? "\"<b>\"" : "\"藥物\",\"<b>\"";
      lines.append(
          "{\"id\":\"d" + i + "\",\"text\":\"頭痛" + i + "<script>\",\"labels\":[" + labels + "]}\n");
    }
    corpus = write("corpus.jsonl", lines.toString());
    Path file =
        write(
            "tiny.yaml",
            """
            name: tiny
            corpus: {path: %s}
            segmentation: {segmenter: characters}
            vectors: {dimensions: 4}
            encoding: {maxLength: 20}
            architectures: [textcnn: {widths: [2], filters: 4, chunks: 1, bottleneck: 4}]
            teacher: {classWeights: [0.5, 2]}
            optimisation: {epochs: 2}
            folds: {count: 3, run: [0, 1]}
            """
                .replace("%s", corpus.toString()));
    run = directory.resolve("run");
    assertThat(Outcome.of("run", file, "--out", run).exitCode()).isZero();
  }

  private static Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content, StandardCharsets.UTF_8);
  }

  /** Content by name of what a report writes; PNGs by their length. */
  private static Map<String, Object> results(Path of) throws IOException {
    Map<String, Object> results = new TreeMap<>();
    try (Stream<Path> figures = Files.list(of.resolve("figures"))) {
      for (Path figure : figures.toList()) {
        results.put(figure.getFileName().toString(), Files.size(figure));
      }
    }
    for (String name : List.of("report.html", "table.md", "table.csv")) {
      results.put(name, Files.readString(of.resolve(name)));
    }
    return results;
  }

  @Test
  void makesAgainWhatTheRunMade() throws IOException {
    Map<String, Object> before = results(run);
    assertThat(before.get("report.html").toString())
        .contains("<dt>command</dt><dd><code>polystill run " + directory.resolve("tiny.yaml"))
        .contains("<dt>date</dt>", "<dt>duration</dt>", " points against the standalone student")
        .contains(" the linear baseline (", " the constant baseline (");
    assertThat(before)
        .containsKeys(
            "label-counts.svg",
            "label-counts.png",
            "label-shares.svg",
            "label-cooccurrence.svg",
            "f1-per-label.png",
            "class-weights.svg",
            "learning-curves-textcnn.svg");
    for (String name : List.of("report.html", "table.md", "table.csv")) {
      Files.delete(run.resolve(name));
    }
    AtomicFiles.deleteRecursively(run.resolve("figures"));

    Outcome outcome = Outcome.of("report", run);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("report.html", "figures");
    assertThat(results(run)).isEqualTo(before);
  }

  @Test
  void showsOnlyIdsWhereTheCorpusIsGoneOrAnother() throws IOException {
    Path report = run.resolve("report.html");
    Outcome.of("report", run);
    String whole = Files.readString(report);
    assertThat(whole).contains("頭痛", "&lt;script&gt;").doesNotContain("Only ids are shown");
    String content = Files.readString(corpus);
    try {
      Files.delete(corpus);
      assertThat(Outcome.of("report", run).exitCode()).isZero();
      String gone = Files.readString(report);
      assertThat(gone).contains("Only ids are shown", "Documents per label").doesNotContain("頭痛");

      write("corpus.jsonl", content.replace("頭痛", "腳痛"));
      assertThat(Outcome.of("report", run).exitCode()).isZero();
      assertThat(Files.readString(report)).isEqualTo(gone);
    } finally {
      write("corpus.jsonl", content);
    }
    Outcome.of("report", run);
    assertThat(Files.readString(report)).isEqualTo(whole);
  }

  @Test
  void anExportWithoutTheCorpusNamesTheOptionThatHelps() throws IOException {
    Path moved = Files.move(corpus, directory.resolve("moved.jsonl"));
    try {
      String line =
          Outcome.of(
                  "export",
                  run,
                  "--architecture",
                  "textcnn",
                  "--training",
                  "distilled",
                  "--to",
                  "x")
              .error();
      assertThat(line)
          .endsWith(
              "is not where the run read it, so the export cannot be checked; restore the"
                  + " corpus or give --skip-check");
    } finally {
      Files.move(moved, corpus);
    }
  }

  @Test
  void wantsARun() throws IOException {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    assertThat(Outcome.of("report", empty).error()).contains("empty is no run directory");
    assertThat(Outcome.of("report", directory.resolve("none")).error()).contains("does not exist");
    assertThat(Outcome.of("report").exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "environment.json, is missing",
    "folds.json, is missing",
    "metrics.json, is missing",
    "thresholds.json, is missing",
    "significance.json, is missing",
    "summary.json, is missing",
    "models.json, is missing",
    "SHA256SUMS, not finished",
    "predictions/textcnn-teacher-fold1.csv, is missing",
    "predictions, textcnn-teacher-fold0.csv is missing",
    "trials, is missing",
    "prepared, ''",
  })
  void halfDeletedRunsAreNamed(String name, String problem) throws IOException {
    Path copy = copy();
    AtomicFiles.deleteRecursively(copy.resolve(name));
    if (problem.isEmpty()) {
      assertThat(Outcome.of("report", copy).exitCode()).isZero();
    } else {
      assertThat(Outcome.of("report", copy).error()).startsWith(copy.toString()).contains(problem);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "experiment.yaml, 'name: ', 'name: x', 'was changed'",
    "folds.json, '\"fold\"', '\"Fold\"', 'was changed'",
    "metrics.json, '\"microF1\": 0.', '\"microF1\": 0.0', 'was changed'",
    "metrics.json, '[', '', 'was changed'",
    "models.json, '[', '{', 'was changed'",
    "summary.json, '<b>', 'c', 'was changed'",
    "thresholds.json, '{', 'null,{', 'was changed'",
    "significance.json, '{', 'null,{', 'was changed'",
    "environment.json, '{', '', 'is not JSON'",
    "environment.json, '\"format\" : ', '\"format\" : 9', 'newer than this one'",
    "environment.json, '\"workers\"', '\"Workers\"', 'was changed'",
    "predictions/textcnn-distilled-fold0.csv, ',0,', ',1,', 'was changed'",
  })
  void editedRunsAreNamed(String name, String from, String to, String problem) throws IOException {
    Path copy = copy();
    Path file = copy.resolve(name);
    String content = Files.readString(file);
    assertThat(content).contains(from);
    Files.writeString(
        file,
        content.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to)),
        StandardCharsets.UTF_8);

    assertThat(Outcome.of("report", copy).error()).startsWith(copy.toString()).contains(problem);
  }

  @Test
  void aDamagedTrialIsNamedAndNotRemoved() throws IOException {
    Path copy = copy();
    Path trial;
    try (Stream<Path> trials = Files.list(copy.resolve("trials"))) {
      for (Path each : trials.toList()) {
        if (Files.exists(each.resolve("trial.json"))) {
          Files.writeString(each.resolve("trial.json"), "{");
        }
      }
    }
    assertThat(Outcome.of("report", copy).error()).contains("trial.json is not what was written");
    try (Stream<Path> trials = Files.list(copy.resolve("trials"))) {
      trial =
          trials.filter(each -> Files.exists(each.resolve("trial.json"))).findAny().orElseThrow();
    }
    assertThat(trial.resolve("trial.json")).hasContent("{");
  }

  private static Path copy() throws IOException {
    Path copy = Files.createTempDirectory(directory, "copy");
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.toList()) {
        Path to = copy.resolve(run.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
    return copy;
  }
}
