package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.models.Han;
import io.github.polystill.models.JavaProcess;
import io.github.polystill.models.TextCnn;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trials of one session leave no native memory behind. */
@SuppressWarnings("StringSplitter") // the fields of a line that our own program prints
class MemoryTests {
  /** A tensor of a step or a start that is left open comes to 15 MB and more. */
  private static final long ALLOWED_KILOBYTES = 10 * 1024;

  /** A heap of fixed size, and no garbage collector that closes what was left open. */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-Dorg.bytedeco.javacpp.nopointergc=true");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {TextCnn.NAME, Han.NAME})
  @EnabledOnOs(OS.LINUX)
  void trialsDoNotGrowTheProcess(String architecture) throws Exception {
    assertThat(grownKilobytes("trials", "150", architecture))
        .as("kilobytes")
        .isLessThan(ALLOWED_KILOBYTES);
  }

  /** Eighteen graphs with their variables come to more than 36 MB. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void sessionsGiveBackWhatTheyTook() throws Exception {
    assertThat(grownKilobytes("sessions", "18", Han.NAME))
        .as("kilobytes")
        .isLessThan(3 * ALLOWED_KILOBYTES);
  }

  private long grownKilobytes(String... arguments) throws Exception {
    String output =
        JavaProcess.run(directory.resolve("errors"), JVM_OPTIONS, RunTrials.class, arguments);
    assertThat(output).startsWith("grew ");
    return Long.parseLong(output.strip().split(" ")[1]);
  }
}
