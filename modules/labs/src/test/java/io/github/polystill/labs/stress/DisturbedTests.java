package io.github.polystill.labs.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisturbedTests {
  @TempDir private Path directory;

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Test
  void namesWhatIsMissingChangedAndLeftOver() throws IOException {
    Path undisturbed = directory.resolve("undisturbed");
    Path out = directory.resolve("out");
    write(undisturbed.resolve("model/1/README.md"), "version 1");
    write(undisturbed.resolve("model/1/model.json"), "{}");
    write(undisturbed.resolve("models.config"), "config");
    for (int version = 1; version <= 2; version++) {
      write(out.resolve("model/" + version + "/README.md"), "version " + version);
      write(out.resolve("model/" + version + "/model.json"), "{}");
    }
    Disturbed export = new DisturbedExport(directory, "textcnn", "distilled");
    assertThat(export.differences(undisturbed, out)).containsExactly(out + " has no models.config");

    write(out.resolve("models.config"), "other");
    write(out.resolve("model/.3.x.tmp/model.json"), "{");
    assertThat(export.differences(undisturbed, out))
        .containsExactlyInAnyOrder(
            out.resolve("model/.3.x.tmp/model.json") + " is left over",
            out.resolve("models.config") + " differs from " + undisturbed.resolve("models.config"));

    write(out.resolve("models.config"), "config");
    Files.delete(out.resolve("model/.3.x.tmp/model.json"));
    write(out.resolve("model/1/model.json"), "[]");
    assertThat(export.differences(undisturbed, out)).singleElement().asString().contains("differs");
  }

  @Test
  void ofARunItsResultsCountAndTemporaryFiles() throws IOException {
    Path undisturbed = directory.resolve("undisturbed");
    Path out = directory.resolve("out");
    for (Path run : new Path[] {undisturbed, out}) {
      write(run.resolve("metrics.json"), "{}");
      write(run.resolve("predictions/textcnn.jsonl"), "{}");
      write(run.resolve("log.jsonl"), run.toString());
    }
    Disturbed run = new DisturbedRun(List.of());
    assertThat(run.differences(undisturbed, out)).isEmpty();
    write(out.resolve("trials/.abc.x.tmp"), "");
    assertThat(run.differences(undisturbed, out)).singleElement().asString().contains("left over");
  }

  @Test
  void aClockJumpsToAndFroWhereItIsToldTo() {
    System.setProperty(JumpingClock.SEED, "1");
    try {
      JumpingClock clock = new JumpingClock();
      List<Long> offsets =
          Stream.generate(() -> Duration.between(WallClock.now(), clock.instant()).toDays())
              .limit(20)
              .toList();
      assertThat(offsets).anyMatch(days -> days > 1).anyMatch(days -> days < -1);
    } finally {
      System.clearProperty(JumpingClock.SEED);
    }
  }
}
