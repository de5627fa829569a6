package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion script in a real bash. */
class CompletionTests {
  private static final String BASH = "/bin/bash";

  @TempDir private Path directory;

  /** What bash offers for the last word of a line. */
  private List<String> offered(String line) throws Exception {
    assumeTrue(Files.isExecutable(Path.of(BASH)), "skipped: there is no bash here");
    Outcome printed = Outcome.of("completion", "bash");
    assertThat(printed.exitCode()).isZero();
    Path script = Files.writeString(directory.resolve("completion"), printed.out());
    String complete =
        "source \"$0\"; COMP_WORDS=("
            + line
            + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_polystill"
            + "; printf '%s\\n' \"${COMPREPLY[@]}\"";
    Process bash =
        new ProcessBuilder(BASH, "--norc", "-c", complete, script.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return out.lines().map(String::strip).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "./polystill co, compare corpus completion",
    "polystill corpus che, check",
    "polystill run --se, --set --seeds",
    "polystill export runs/a --training d, distilled",
    "polystill export runs/a --architecture t, textrnn textcnn",
    "polystill corpus folds --method r, rarest-first"
  })
  void completes(String line, String expected) throws Exception {
    assertThat(offered(line)).contains(expected.split(" "));
  }

  @Test
  void servesZshToo() {
    assertThat(Outcome.of("completion", "zsh").out()).contains("bashcompinit");
    Outcome unknown = Outcome.of("completion", "fish");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("fish");
  }
}
