package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFactsTests {
  @TempDir private Path directory;
  private final List<String> log = new ArrayList<>();

  private RunFactsTests event(String time, String process, String event, String fields) {
    log.add(
        String.format(
            Locale.ROOT,
            "{\"time\":\"2026-11-30T%sZ\",\"level\":\"info\",\"event\":\"%s\",\"process\":\"%s\"%s}",
            time,
            event,
            process,
            fields));
    return this;
  }

  private RunDirectory run(String environment) throws IOException {
    RunDirectory run = new RunDirectory(directory);
    Files.writeString(run.environmentFile(), environment);
    Files.write(run.logFile(), log);
    ChecksumFile.write(directory, List.of(run.environmentFile()));
    return run;
  }

  private static Map<String, String> facts(RunDirectory run) throws IOException {
    return RunFacts.of(run.environment(), RunFacts.work(run, "now"));
  }

  @Test
  void timeIsThatOfAllStarts() throws IOException {
    String mine = ",\"experiment\":\"now\"";
    event("01:00:00", "x", "started", ",\"experiment\":\"before\",\"command\":\"other\"");
    event("02:00:00", "x", "finished", "");
    event("05:00:10", "a", "started", mine + ",\"preparation\":10.0,\"command\":\"first\"");
    event("05:01:00", "a", "trial-finished", ""); // killed
    event("06:00:00", "b", "started", mine);
    event("06:01:00", "b", "evaluated", "");
    event("06:01:00", "b", "finished", "");
    event("06:01:00", "c", "started", mine + ",\"command\":\"polystill run e.yaml\"");
    event("06:01:05", "c", "evaluated", "");
    log.add("{\"time\":\"2026-11-30T06");

    assertThat(
            facts(
                run(
                    "{\"format\":2,\"polystill\":\"0.1.0\",\"git\":{\"commit\":\"0123456789abcdef\",\"dirty\":true},"
                        + "\"tensorflow\":\"2.18.0\",\"machine\":{\"cpu\":\"EPYC\",\"cores\":2},"
                        + "\"otherMachines\":[{\"cpu\":\"Xeon\"}],\"sha256\":{\"configuration\":\"now\"}}")))
        .containsExactly(
            Map.entry("date", "2026-11-30 06:01 UTC"),
            Map.entry("duration", "2 min 5 s of work in 3 sessions"),
            Map.entry("command", "polystill run e.yaml"),
            Map.entry("polystill", "0.1.0"),
            Map.entry("commit", "0123456789 with changes"),
            Map.entry("TensorFlow", "2.18.0"),
            Map.entry("machine", "EPYC, 2 cores and 1 other"));
  }

  @Test
  void whatIsNotRecordedIsLeftOut() throws IOException {
    RunDirectory run = run("{\"format\":2,\"git\":{\"commit\":\"unknown\",\"dirty\":null}}");
    Files.delete(run.logFile());

    assertThat(facts(run)).isEmpty();
  }

  @Test
  void durationsAreRead() {
    assertThat(RunFacts.inWords(Duration.ofMillis(11_400))).isEqualTo("11 s");
    assertThat(RunFacts.inWords(Duration.ofMillis(59_600))).isEqualTo("1 min 0 s");
    assertThat(RunFacts.inWords(Duration.ofSeconds(7200 + 13 * 60 + 59))).isEqualTo("2 h 13 min");
  }
}
