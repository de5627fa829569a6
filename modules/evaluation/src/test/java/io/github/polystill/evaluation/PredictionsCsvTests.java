package io.github.polystill.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionsCsvTests {
  @TempDir Path directory;

  @Test
  void writesTheContractOfTheRunDirectory() throws IOException {
    Path file = directory.resolve("predictions/textcnn-teacher-fold0.csv");
    PredictionsCsv.write(
        file,
        new Predictions(
            LabelSet.of(List.of("藥物", "a,\"b\"")),
            List.of("d1", "d,2"),
            new boolean[][] {{true, false}, {false, true}},
            new float[][] {{0.25f, 1f}, {0.1f, 0f}}));

    assertThat(Files.readString(file))
        .isEqualTo(
            """
            id,藥物:true,藥物:probability,"a,""b"":true","a,""b"":probability"
            d1,1,0.25,0,1.0
            "d,2",0,0.1,1,0.0
            """);
    assertThat(directory.resolve("predictions").toFile().list())
        .containsExactly("textcnn-teacher-fold0.csv");
  }

  @Test
  void givesBackEveryFloatAndAwkwardName() throws IOException {
    Random random = new Random(7);
    int documents = 2_000;
    List<String> labels = List.of("注意事項", "a,b", "\"q\"", " x ", "line\nfeed", "p:true", "#", "");
    boolean[][] truth = new boolean[documents][labels.size()];
    float[][] probabilities = new float[documents][labels.size()];
    String[] ids = new String[documents];
    for (int i = 0; i < documents; i++) {
      ids[i] = i % 3 == 0 ? "d\n" + i : "d" + i;
      for (int j = 0; j < labels.size(); j++) {
        truth[i][j] = random.nextBoolean();
        // Any float of 0..1 with equal chance, the smallest included.
        probabilities[i][j] = Float.intBitsToFloat(random.nextInt(Float.floatToIntBits(1f) + 1));
      }
    }
    Path file = directory.resolve("p.csv");
    Predictions written = new Predictions(LabelSet.of(labels), List.of(ids), truth, probabilities);
    PredictionsCsv.write(file, written);

    Predictions read = PredictionsCsv.read(file);

    assertThat(read.labels()).isEqualTo(written.labels());
    assertThat(read.ids()).isEqualTo(written.ids());
    assertThat(read.truth()).isDeepEqualTo(truth);
    assertThat(read.probabilities()).isDeepEqualTo(probabilities);
  }

  @Test
  void readsWhatSpreadsheetsWrite() throws IOException {
    Predictions read =
        PredictionsCsv.read(file("\uFEFFid,藥物:true,藥物:probability\r\nd1,1,1E-3\r\n"));
    assertThat(read.labels().names()).containsExactly("藥物");
    assertThat(read.probabilities()[0]).containsExactly(0.001f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "''|1|empty",
        "id,a:true|1|header",
        "name,a:true,a:probability|1|header",
        "id,a:true,b:probability|1|a:true",
        "id,a,a:probability|1|:true",
        "id,a:true,a:probability,a:true,a:probability|1|twice",
        "id,a:true,a:probability~d1,1,0.5~d2,2,0.5|3|must be 0 or 1",
        "id,a:true,a:probability~d1,1,0.5~d2,1,1.5|3|0..1",
        "id,a:true,a:probability~d1,1,NaN|2|0..1",
        "id,a:true,a:probability~d1,1,x|2|0..1",
        "id,a:true,a:probability~d1,1|2|2 columns",
        "id,a:true,a:probability~d1,1,0.5~~d1,1,0.5|4|twice",
        "id,a:true,a:probability~\"d~1\",1,0.5~d2,1,x|4|0..1",
        "id,a:true,a:probability~d1,1,0.5~\"d2,1,0.5|3|RFC 4180",
      })
  void namesFileAndLineOfAnError(String content, int line, String what) throws IOException {
    Path file = file(content.replace('~', '\n'));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> PredictionsCsv.read(file))
        .withMessageStartingWith(file + ":" + line + ": ")
        .withMessageContaining(what)
        .withMessageNotContaining("\n");
  }

  @Test
  void namesTheLineThatIsNotUtf8() throws IOException {
    Path file = directory.resolve("latin1.csv");
    Files.write(file, "id,é:true,é:probability\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> PredictionsCsv.read(file))
        .withMessageContaining("UTF-8");
  }

  @Test
  void namesAFileThatIsNotThere() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> PredictionsCsv.read(directory.resolve("none.csv")))
        .withMessageContaining("none.csv: no such file");
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("p.csv"), content);
  }
}
