package io.github.polystill.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsJsonTests {
  private static final String ENTRY =
      """
      [{"architecture": "textcnn", "training": "teacher", "fold": 0, "microF1": 0.5, "macroF1": 0.5,
        "weightedF1": 0.5, "subsetAccuracy": 0.5, "loss": 0.5, "perLabel": [{"label": "藥物",
        "support": 3, "precision": 0.5, "recall": 0.5, "f1": 0.5, "threshold": 0.5}]}]
      """;

  @TempDir Path directory;

  @Test
  void writesTheContractOfTheRunDirectory() throws IOException {
    Path file = directory.resolve("metrics.json");
    MetricsJson.write(
        file,
        List.of(
            evaluation("textcnn", TrainingRow.DISTILLED, 0, Map.of()),
            evaluation("textcnn", TrainingRow.TEACHER, 0, Map.of("藥物", 0.05))));

    assertThat(Files.readString(file))
        .isEqualTo(
            """
            [
              {
                "architecture": "textcnn",
                "training": "teacher",
                "fold": 0,
                "microF1": 0.1,
                "macroF1": 0.002,
                "weightedF1": 0.3333333333333333,
                "subsetAccuracy": 1.0,
                "loss": 2.0E-4,
                "perLabel": [
                  {
                    "label": "藥物",
                    "support": 3,
                    "precision": 0.5,
                    "recall": 0.25,
                    "f1": 0.0,
                    "threshold": 0.5,
                    "classWeight": 0.05
                  }
                ]
              },
              {
                "architecture": "textcnn",
                "training": "distilled",
                "fold": 0,
                "microF1": 0.1,
                "macroF1": 0.002,
                "weightedF1": 0.3333333333333333,
                "subsetAccuracy": 1.0,
                "loss": 2.0E-4,
                "perLabel": [
                  {
                    "label": "藥物",
                    "support": 3,
                    "precision": 0.5,
                    "recall": 0.25,
                    "f1": 0.0,
                    "threshold": 0.5
                  }
                ]
              }
            ]
            """);
  }

  @Test
  void orderOfTheInputDoesNotChangeTheBytes() throws IOException {
    List<FoldEvaluation> evaluations = new ArrayList<>();
    for (String architecture : List.of("textrnn", "han")) {
      for (TrainingRow row : TrainingRow.values()) {
        for (int fold = 0; fold < 12; fold++) {
          evaluations.add(evaluation(architecture, row, fold, Map.of()));
        }
      }
    }
    Path file = directory.resolve("metrics.json");
    MetricsJson.write(file, evaluations);
    assertThat(MetricsJson.read(file)).isEqualTo(evaluations);
    byte[] bytes = Files.readAllBytes(file);

    List<FoldEvaluation> shuffled = new ArrayList<>(evaluations.subList(1, evaluations.size()));
    Collections.shuffle(shuffled, new Random(3));
    shuffled.add(0, evaluations.get(0));
    MetricsJson.write(file, shuffled);

    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void seedIsWrittenWhereThereIsOneAndEntriesAreSortedByIt() throws IOException {
    Path file = directory.resolve("metrics.json");
    List<FoldEvaluation> sorted = new ArrayList<>();
    for (long seed : new long[] {1, 2, 10}) {
      for (int fold = 0; fold < 2; fold++) {
        sorted.add(evaluation("han", TrainingRow.TEACHER, fold, Map.of()).orSeed(seed));
      }
    }
    List<FoldEvaluation> shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, new Random(7));
    MetricsJson.write(file, shuffled);

    assertThat(MetricsJson.read(file)).isEqualTo(sorted);
    assertThat(Files.readString(file)).contains("\"fold\": 1,\n    \"seed\": 10,\n");
  }

  @Test
  void givesBackEveryDouble() throws IOException {
    Random random = new Random(5);
    Path file = directory.resolve("metrics.json");
    List<FoldEvaluation> written = new ArrayList<>();
    for (int fold = 0; fold < 200; fold++) {
      written.add(
          new FoldEvaluation(
              ModelKey.of(fold, "a", TrainingRow.TEACHER),
              new MultiLabelEvaluation(
                  random.nextDouble(),
                  random.nextDouble() * 1e-5,
                  Math.nextDown(1.0),
                  Double.MIN_VALUE,
                  random.nextDouble() * 20,
                  List.of(
                      new LabelEvaluation("\"<藥>\\\n", 3, 0.1 + 0.2, 1, 0, random.nextDouble()))),
              Map.of("\"<藥>\\\n", random.nextDouble())));
    }
    MetricsJson.write(file, written);
    assertThat(MetricsJson.read(file)).isEqualTo(written);
  }

  /** JDK 17's own digits are 5.6843418860808015E-14, those of JDK 19 and later as here. */
  @Test
  void writesTheSameDigitsOnEveryJdk() throws IOException {
    Path file = directory.resolve("metrics.json");
    MetricsJson.write(
        file,
        List.of(
            new FoldEvaluation(
                ModelKey.of(0, "a", TrainingRow.TEACHER),
                new MultiLabelEvaluation(0, 0, 0, 0, 0x1p-44, List.of()))));
    assertThat(Files.readString(file)).contains("\"loss\": 5.684341886080802E-14,");
  }

  @Test
  void readsTheEntryThatTheErrorCasesAreMadeFrom() throws IOException {
    assertThat(MetricsJson.read(file(ENTRY.replace("\"fold\"", "\"later\": [], \"fold\""))))
        .singleElement()
        .satisfies(e -> assertThat(e.classWeights()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      value = {
        "\"macroF1\": 0.5,|''|entry 1: \"macroF1\" is missing",
        "\"microF1\": 0.5|\"microF1\": 1.5|entry 1: \"microF1\" is 1.5; expected a number in 0..1",
        "\"microF1\": 0.5|\"microF1\": \"NaN\"|entry 1: \"microF1\" is \"NaN\"",
        "\"fold\": 0|\"fold\": -1|entry 1: \"fold\" is -1",
        "\"fold\": 0|\"fold\": 0, \"seed\": 0.5|entry 1: \"seed\" is 0.5; expected a whole number",
        "\"fold\": 0|\"fold\": 0.5|entry 1: \"fold\" is 0.5",
        "teacher|tutor|entry 1: training \"tutor\" is none of teacher, standalone, standalone-weighted, distilled",
        "\"recall\": 0.5|\"recall\": null|entry 1: label \"藥物\": \"recall\" is null",
        "\"label\": \"藥物\"|\"label\": 1|entry 1: \"label\" is 1",
        "\"threshold\": 0.5|\"threshold\": 0.5, \"classWeight\": \"x\"|\"classWeight\" is \"x\"",
        "\"support\": 3,|\"support\": 3|:3: not JSON",
        "}]}]|}]}|:4: not JSON",
        "}]}]|}]}] x|:3: not JSON",
      })
  void namesFileAndPlaceOfAnError(String part, String broken, String message) throws IOException {
    assertThat(ENTRY).contains(part);
    Path file = file(ENTRY.replace(part, broken));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> MetricsJson.read(file))
        .withMessageStartingWith(file.toString())
        .withMessageContaining(message)
        .withMessageNotContaining("\n");
  }

  @Test
  void refusesWhatIsNoArrayAndWhatIsNotThere() throws IOException {
    for (String content : List.of("", "{}", "3")) {
      Path file = file(content);
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> MetricsJson.read(file));
    }
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> MetricsJson.read(directory.resolve("none.json")))
        .withMessageContaining("no such file");
  }

  @Test
  void aTeacherOfAnotherArchitectureIsNamedAndSoAreSettings() throws IOException {
    FoldEvaluation own = evaluation("han", TrainingRow.DISTILLED, 0, Map.of());
    Path file = directory.resolve("metrics.json");
    List<FoldEvaluation> written =
        List.of(
            new FoldEvaluation(
                own.key().withTeacher("textcnn"),
                own.evaluation(),
                Map.of(),
                Map.of("dropout", 0.1)));
    MetricsJson.write(file, written);
    assertThat(MetricsJson.read(file)).isEqualTo(written);
  }

  @Test
  void fidelityOfAStudentIsByPartInItsOrder() throws IOException {
    Map<String, Fidelity> byPart = new LinkedHashMap<>();
    byPart.put("train", new Fidelity(0.1, 0.9, OptionalDouble.of(0.02)));
    byPart.put("unlabelled", new Fidelity(0.2, 0.8, OptionalDouble.empty()));
    byPart.put("test", new Fidelity(0.25, 0.75, OptionalDouble.of(0.1)));
    List<FoldEvaluation> written =
        List.of(evaluation("han", TrainingRow.DISTILLED, 0, Map.of()).withFidelity(byPart));
    Path file = directory.resolve("metrics.json");
    MetricsJson.write(file, written);
    assertThat(MetricsJson.read(file)).isEqualTo(written);
    assertThat(MetricsJson.read(file).get(0).orSeed(1).fidelity().keySet())
        .containsExactly("train", "unlabelled", "test");
    Path broken = file(Files.readString(file).replace("0.75", "7.5"));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> MetricsJson.read(broken))
        .withMessageContaining("entry 1: \"agreement\" is 7.5; expected a number in 0..1");
  }

  private static FoldEvaluation evaluation(
      String architecture, TrainingRow training, int fold, Map<String, Double> classWeights) {
    return new FoldEvaluation(
        ModelKey.of(fold, architecture, training),
        new MultiLabelEvaluation(
            0.1, 0.002, 1 / 3.0, 1, 2e-4, List.of(new LabelEvaluation("藥物", 3, 0.5, 0.25, 0, 0.5))),
        classWeights);
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("metrics.json"), content);
  }
}
