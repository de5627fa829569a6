package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.models.JavaProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in locales with digits, letters and calendars of their own. */
class LocaleTests {
  private static final String EXPERIMENT =
      """
      name: tiny
      corpus: {generate: {corpus: health, documents: 30, seed: 1}}
      segmentation: {segmenter: characters}
      vectors: {dimensions: 8}
      encoding: {maxLength: 20}
      architectures: [textcnn: {widths: [2], filters: 4, chunks: 1, bottleneck: 4}]
      trainings: [standalone]
      optimisation: {epochs: 1}
      folds: {count: 3, run: [0]}
      export: {trainings: [standalone], predictions: 1}
      """;

  /**
   * Times, machines and what follows from them; and networks, whose maps TensorFlow writes in any
   * order.
   */
  private static final String NOT_OF_THE_RESULT =
      ".*(environment\\.json|summary\\.json|owner\\.json|log\\.jsonl|trial\\.json|SHA256SUMS)|savedmodels/.*(\\.pb|/variables/.*)";

  /** When it was and how long it took, in ASCII. */
  private static final String TIMES = "(<dt>(?:date|duration)</dt><dd>|, exported on )[ -;A-Za-z]+";

  private static final String MODEL = "savedmodels/tiny-textcnn-standalone/1/";

  @TempDir private Path directory;

  /** One run for each locale, in a directory of its name. */
  static final class Runs {
    private Runs() {}

    public static void main(String[] tags) throws IOException {
      for (String tag : tags) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        int code = Polystill.run("run", "tiny.yaml", "--out", "run");
        if (code != 0) {
          System.exit(code);
        }
        Path own = Files.createDirectory(Path.of(tag));
        for (String directory : List.of("run", "savedmodels")) {
          Files.move(Path.of(directory), own.resolve(directory));
        }
      }
    }
  }

  private SortedMap<String, String> results(String tag) throws IOException {
    Path own = directory.resolve(tag);
    SortedMap<String, String> results = new TreeMap<>();
    try (Stream<Path> files = Files.walk(own)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = own.relativize(file).toString();
        if (!name.matches(NOT_OF_THE_RESULT)) {
          String content = Files.readString(file, StandardCharsets.ISO_8859_1);
          results.put(name, content.replaceAll(TIMES, "$1"));
        }
      }
    }
    return results;
  }

  @Test
  void changesNoByteOfARun() throws Exception {
    List<String> tags = List.of("fa-IR", "en", "tr-TR", "th-TH-u-ca-buddhist-nu-thai");
    Files.writeString(directory.resolve("tiny.yaml"), EXPERIMENT);
    List<String> command =
        JavaProcess.command(List.of("-Duser.home=home"), Runs.class, tags.toArray(String[]::new));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("output"))).isZero();

    SortedMap<String, String> expected = results("en");
    assertThat(expected)
        .containsKeys("run/metrics.json", "run/table.md", "run/models.json", "run/report.html")
        .containsKeys(
            MODEL + "README.md",
            MODEL + "assets/labels.txt",
            MODEL + "assets.extra/model.json",
            MODEL + "assets.extra/check.json")
        .hasSizeGreaterThan(20);
    for (String tag : tags) {
      SortedMap<String, String> found = results(tag);
      assertThat(found.keySet()).isEqualTo(expected.keySet());
      expected.forEach(
          (name, content) ->
              assertThat(found.get(name).equals(content)).as(tag + " " + name).isTrue());
    }
  }
}
