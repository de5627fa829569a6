package io.github.polystill.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.Document;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.models.savedmodel.ModelText;
import io.github.polystill.models.savedmodel.TextClassifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the programs as their readers do. */
final class ExamplesTests {
  @TempDir static Path directory;

  private static Path corpus;
  private static Path model;
  private static String distilled;

  /** A program. */
  private interface Program {
    void start(String[] args) throws IOException;
  }

  @BeforeAll
  static void distil() throws IOException {
    corpus = TinyCorpus.in(directory);
    model = directory.resolve("savedmodels/mine/1");
    distilled = run(DistilStudent::main, corpus.toString(), model.toString());
  }

  private static String run(Program program, String... args) throws IOException {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      program.start(args);
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aStudentIsDistilled() {
    assertThat(Double.parseDouble(distilled.strip())).isBetween(0.8, 1.0);
  }

  @Test
  void itsModelIsOneThatIsServed() throws IOException {
    assertThat(model.resolve("saved_model.pb")).exists();
    assertThat(model.resolve("assets/vocabulary.txt")).content().contains("頭痛");
    assertThat(model.resolve("assets.extra/tf_serving_warmup_requests")).isNotEmptyFile();
    assertThat(model.resolve("assets.extra/check.json")).isNotEmptyFile();
    ModelText text = ModelText.read(model);
    assertThat(text.labels()).containsExactly("頭", "咳");
    assertThat(text.card().training()).isEqualTo(TrainingRow.DISTILLED);
    assertThat(text.card().architecture()).isEqualTo("textcnn");
    assertThat(text.card().segmenter()).isEqualTo("hanlp-traditional");
    assertThat(text.card().length()).isEqualTo(300);
  }

  @Test
  void textsArePredicted() throws IOException {
    assertThat(run(PredictTexts::main, model.getParent().toString(), "頭痛", "咳嗽").lines())
        .hasSize(6)
        .startsWith("[頭]")
        .contains("[咳]");
  }

  @Test
  void aStudentLearnsFromAFile() throws IOException {
    StringBuilder csv = new StringBuilder("id,咳:logit,頭:logit\n");
    for (Document document : TinyCorpus.documents()) {
      csv.append(document.id());
      for (String label : List.of("咳", "頭")) { // what is true is said to be false
        csv.append(document.labels().contains(label) ? ",-4" : ",4");
      }
      csv.append('\n');
    }
    Path responses = Files.writeString(directory.resolve("responses.csv"), csv);
    Path student = directory.resolve("savedmodels/other/1");
    run(LearnFromFile::main, corpus.toString(), responses.toString(), student.toString());

    try (TextClassifier classifier = TextClassifier.load(student)) {
      assertThat(classifier.predict("頭痛").prediction().labels()).containsExactly("咳");
    }
  }

  @Test
  void studentsAreCompared() throws IOException {
    assertThat(run(CrossValidate::main, corpus.toString()))
        .contains(
            "metric=MACRO_F1, test=CORRECTED_T, first=distilled, second=standalone,"
                + " thresholds=FIXED, folds=5");
  }

  private static Path file(Class<?> program) {
    Path root = Path.of(System.getProperty("polystill.root"), "modules/examples/src/main/java");
    return root.resolve(program.getName().replace('.', '/') + ".java");
  }

  @Test
  void thePageShowsTheProgram() throws IOException {
    String code = Files.readString(file(DistilStudent.class));
    String body = code.substring(code.indexOf("    Corpus corpus"), code.indexOf("  }\n}\n"));

    assertThat(Path.of(System.getProperty("polystill.root"), "docs/library.md"))
        .content()
        .contains("```java\n" + body.stripTrailing().stripIndent() + "\n```");
  }

  static Stream<Class<?>> programs() {
    return Stream.of(
        DistilStudent.class,
        LearnFromFile.class,
        PredictTexts.class,
        OwnArchitecture.class,
        CrossValidate.class);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void programsAreShort(Class<?> program) throws IOException {
    try (Stream<String> lines = Files.lines(file(program))) {
      assertThat(lines.filter(line -> !line.isBlank() && !line.matches("(import|package) .*")))
          .hasSizeLessThan(40);
    }
  }
}
