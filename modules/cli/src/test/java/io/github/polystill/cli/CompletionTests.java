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

/** The completion script in real shells. */
class CompletionTests {
  private static final Path BASH = Path.of("/bin/bash");
  private static final Path ZSH = Path.of("/bin/zsh");

  @TempDir private Path directory;

  /** What a shell prints that has read the script for it, and then some lines. */
  private List<String> printed(Path shell, String kind, String lines) throws Exception {
    assumeTrue(Files.isExecutable(shell), "skipped: there is no " + shell + " here");
    Outcome printed = Outcome.of("completion", kind);
    assertThat(printed.exitCode()).isZero();
    Files.writeString(directory.resolve("completion"), printed.out());
    Path script = Files.writeString(directory.resolve("script"), "source completion\n" + lines);
    Process process =
        new ProcessBuilder(
                shell.toString(), kind.equals("zsh") ? "-f" : "--norc", script.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return out.lines().map(String::strip).toList();
  }

  /** What the function that completes offers for the last word of a line. */
  private static String offer(String line) {
    return "COMP_WORDS=("
        + line
        + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_polystill"
        + "; printf '%s\\n' \"${COMPREPLY[@]}\"";
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
    assertThat(printed(BASH, "bash", offer(line))).contains(expected.split(" "));
  }

  /** A shell looks a command with a path up by its name alone too. */
  @Test
  void registersTheCommand() throws Exception {
    assertThat(printed(BASH, "bash", "complete -p polystill"))
        .containsExactly("complete -o default -F _complete_polystill polystill");
  }

  @Test
  void servesZshToo() throws Exception {
    List<String> printed =
        printed(
            ZSH,
            "zsh",
            "print -r -- \"${_comps[polystill]}\"\nsetopt KSH_ARRAYS SH_WORD_SPLIT\n"
                + offer("polystill corpus che"));
    assertThat(printed.get(0)).startsWith("_bash_complete").contains("-F _complete_polystill");
    assertThat(printed).contains("check");
  }

  @Test
  void refusesOtherShells() {
    Outcome unknown = Outcome.of("completion", "fish");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("fish");
  }
}
