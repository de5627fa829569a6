package io.github.polystill.labs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.cli.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred thousand inputs take the command itself. */
class StressFuzzCommandTests {
  @TempDir private Path directory;

  @Test
  void noInputIsAFault() throws Exception {
    Path failures = directory.resolve("failures");

    Outcome outcome =
        Outcome.of(
            "stress",
            "fuzz",
            "--inputs",
            2000,
            "--seed",
            1,
            "--failures",
            failures,
            "--limit", // others use the machine as well
            60,
            "--json");

    assertThat(outcome.exitCode()).as(outcome.out() + first(failures)).isZero();
    assertThat(failures).doesNotExist();
    JsonNode report = new ObjectMapper().readTree(outcome.out());
    assertThat(report.get("seed").asLong()).isEqualTo(1);
    int inputs = 0;
    for (JsonNode row : report.get("readers")) {
      inputs += row.get("inputs").asInt();
      if (row.get("inputs").asInt() >= 50) { // some of them as they should be
        assertThat(row.get("accepted").asInt()).as(row.toString()).isPositive();
      }
    }
    assertThat(inputs).isEqualTo(2000);
  }

  /** What was printed for some of the inputs with faults. */
  private static String first(Path failures) throws Exception {
    if (!Files.exists(failures)) {
      return "";
    }
    try (Stream<Path> walk = Files.walk(failures)) {
      StringBuilder said = new StringBuilder();
      for (Path file :
          walk.filter(it -> it.endsWith("said.txt"))
              .sorted(Comparator.naturalOrder())
              .limit(10)
              .toList()) {
        said.append(file).append(": ").append(Files.readString(file));
      }
      return said.toString();
    }
  }
}
