package io.github.polystill.labs.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.log.RunLog;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.Han;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.layers.EmbeddingChannels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MethodSideTests {
  private static final Offset<Double> NEARLY = within(1e-6);

  @TempDir Path directory;

  private static void assertSeconds(MethodSide side, Stage stage, double wall, double cpu) {
    assertThat(side.stages().get(stage).wall()).as(stage.key()).isCloseTo(wall, NEARLY);
    assertThat(side.stages().get(stage).cpu()).as(stage.key()).isCloseTo(cpu, NEARLY);
  }

  @Test
  void oursComesFromTheLogOfTheRun() throws Exception {
    Path log = directory.resolve("log.jsonl");
    String line = "{\"time\":\"1970-01-01T00:00:%sZ\",\"level\":\"info\",\"event\":\"%s\"%s}%n";
    String text =
        String.format(Locale.ROOT, line, "03", "started", ",\"preparation\":2")
            + String.format(Locale.ROOT, line, "04", "trial-started", ",\"hash\":\"a\"")
            + String.format(Locale.ROOT, line, "05", "trial-started", ",\"hash\":\"b\"")
            + finished(line, "07", "a", "teacher", 3)
            + finished(line, "09", "b", "standalone", 5)
            + String.format(Locale.ROOT, line, "10", "trained", "")
            + String.format(Locale.ROOT, line, "11", "evaluated", "");
    Files.writeString(log, text);

    MethodSide side = MethodSide.ours(0, 13, RunLog.read(log), List.of(), now -> 2 * now);

    assertThat(side.wallSeconds()).isEqualTo(13);
    assertThat(side.cpuSeconds()).isEqualTo(26);
    assertSeconds(side, Stage.START, 1, 2);
    assertSeconds(side, Stage.CORPUS, 2, 4);
    assertSeconds(side, Stage.VECTORS, 1, 2);
    assertSeconds(side, Stage.TEACHER, 2, 4); // alone for one second, then for half of two
    assertSeconds(side, Stage.STANDALONE, 3, 6);
    assertSeconds(side, Stage.RESPONSES, 1, 2); // nothing else, from 9 to 10
    assertSeconds(side, Stage.EVALUATION, 1, 2);
    assertSeconds(side, Stage.REPORT, 2, 4);
    assertThat(side.outsideTraining()).isCloseTo(7 / 13.0, NEARLY);
    assertThat(side.trainingSecondsPerEpoch()).isCloseTo(6 / 8.0, NEARLY);
    assertThat(side.epochs()).isEqualTo(Map.of("teacher", 3.0, "standalone", 5.0));
  }

  private static String finished(
      String line, String time, String hash, String training, int epochs) {
    return String.format(
        Locale.ROOT,
        line,
        time,
        "trial-finished",
        ",\"hash\":\""
            + hash
            + "\",\"epochs\":"
            + epochs
            + ",\"trial\":{\"training\":\""
            + training
            + "\"}");
  }

  @Test
  void kerasSaysWhatItsProcessesDid() throws Exception {
    String printed =
        """
        {"versions": {}, "cpu": 12,
         "tasks": [{"stage": "teacher", "begin": 103, "end": 107, "cpu": 4, "epochs": 6},
                   {"stage": "standalone", "begin": 105, "end": 107, "cpu": 2, "epochs": 2},
                   {"stage": "responses", "begin": 107, "end": 108, "cpu": 1, "epochs": 0}],
         "models": {"teacher": {"macroF1": 0.5, "microF1": 0.7}}}
        """;

    MethodSide side = MethodSide.keras(100, 110, new ObjectMapper().readTree(printed));

    assertSeconds(side, Stage.START, 3, 5); // the CPU time of no task is the start's
    assertSeconds(side, Stage.TEACHER, 3, 4);
    assertSeconds(side, Stage.STANDALONE, 1, 2);
    assertSeconds(side, Stage.RESPONSES, 1, 1);
    assertSeconds(side, Stage.EVALUATION, 2, 0);
    assertThat(side.epochs()).isEqualTo(Map.of("teacher", 6.0, "standalone", 2.0));
    assertThat(side.macroF1()).isEqualTo(Map.of("teacher", 0.5));
    MethodSide slower = MethodSide.keras(90, 120, new ObjectMapper().readTree(printed));
    MethodSide median = MethodSide.median(List.of(side, slower, slower));
    assertThat(median.wallSeconds()).isEqualTo(30);
    assertSeconds(median, Stage.START, 13, 5);
  }

  @Test
  void kerasIsToldTheSizes() {
    TextCnn network = new TextCnn(List.of(1, 2), 4, 3, 8, 0.5, EmbeddingChannels.TWO);

    assertThat(String.join(" ", KerasNetwork.of(settings(network)).options()))
        .startsWith("--architecture textcnn ")
        .contains("--widths 1,2", "--filters 4", "--chunks 3", "--bottleneck 8", "--channels two");
    Han han = new Han(4, 6, 5, 7, 0.5, EmbeddingChannels.FROZEN, 3, 2);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> KerasNetwork.of(settings(han)))
        .withMessageContaining("the Keras side has no han of")
        .withMessageContaining("wordHidden=4");
  }

  private static ArchitectureSettings settings(Architecture network) {
    return new ArchitectureSettings(network, Optional.empty());
  }
}
