package io.github.polystill.experiments.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTests {
  @TempDir private Path directory;

  @Test
  void everyLineIsAnObjectThatTellsWhenAndWhat() throws IOException {
    Path file = directory.resolve("log.jsonl");
    try (RunLog log = new RunLog(file, "p1")) {
      log.info("trial-finished", Map.of("label", Optional.of("藥物")));
      log.warn("odd", "look at this", Map.of("hash", "ab"));
      log.warn("odd", "look at this", Map.of("hash", "cd"));
      assertThat(log.warnings()).containsExactly("look at this");
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(3);
    assertThat(new ObjectMapper().readTree(lines.get(0)).fieldNames())
        .toIterable()
        .containsExactly("time", "level", "event", "process", "label");
    assertThat(lines.get(1))
        .contains("\"level\":\"warn\"", "\"hash\":\"ab\"", "\"process\":\"p1\"");
    assertThat(RunLog.warnings(file)).containsExactly("look at this");
    assertThat(RunLog.read(file).get(0).text("label")).isEqualTo("藥物");
    assertThat(RunLog.read(directory.resolve("none.jsonl"))).isEmpty();
  }

  @Test
  void whatAKillLeftOfALineIsPassedOver() throws IOException {
    Path file = directory.resolve("log.jsonl");
    try (RunLog log = new RunLog(file, "p1")) {
      log.info("first", Map.of());
    }
    byte[] torn =
        "{\"time\":\"2026-11-24T12:00:00Z\",\"event\":\"藥".getBytes(StandardCharsets.UTF_8);
    Files.write(file, Arrays.copyOf(torn, torn.length - 1), StandardOpenOption.APPEND);
    try (RunLog log = new RunLog(file, "p2")) {
      log.info("second", Map.of());
    }
    assertThat(RunLog.read(file).stream().map(RunLog.Event::event))
        .containsExactly("first", "second");
  }
}
