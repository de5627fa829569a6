package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class PolystillTests {

  /** Every command with the names that lead to it. */
  static Stream<List<String>> commands() {
    List<List<String>> commands = new ArrayList<>();
    PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
    collect(Polystill.commandLine(nowhere, nowhere), List.of(), commands);
    return commands.stream();
  }

  private static void collect(CommandLine command, List<String> path, List<List<String>> all) {
    all.add(path);
    command
        .getSubcommands()
        .forEach(
            (name, nested) -> {
              List<String> longer = new ArrayList<>(path);
              longer.add(name);
              collect(nested, longer, all);
            });
  }

  @Test
  void hasTheCommandsOfTheDesign() {
    assertThat(commands().map(path -> String.join(" ", path)))
        .contains(
            "run",
            "compare",
            "corpus stats",
            "corpus segment",
            "corpus folds",
            "corpus check",
            "corpus import cmdd",
            "corpus generate health",
            "vectors info",
            "export",
            "predict",
            "evaluate",
            "serve")
        .doesNotContain("bench", "stress");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHelpsWithExamples(List<String> path) {
    List<Object> arguments = new ArrayList<>(path);
    arguments.add("--help");

    Outcome outcome = Outcome.of(arguments.toArray());

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith(("Usage: polystill " + String.join(" ", path)).strip())
        .containsPattern("Examples:\\R  polystill " + String.join(" ", path));
  }

  @Test
  void hasNoHelpForACommandThatIsNotThere() {
    for (Outcome outcome :
        List.of(Outcome.of("ruin", "--help"), Outcome.of("corpus", "stat", "--help"))) {
      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err()).startsWith("polystill: ");
    }
  }

  @Test
  void printsItsVersion() {
    Outcome outcome = Outcome.of("--version");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out().strip()).matches("polystill [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
  }

  @Test
  void showsWhatThereIsWhenItIsNotToldWhatToDo() {
    for (Outcome outcome : List.of(Outcome.of(), Outcome.of("corpus"), Outcome.of("vectors"))) {
      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err()).startsWith("Usage: polystill");
    }
  }

  @Test
  void explainsWrongUseInOneLineAndAHint() {
    Outcome option = Outcome.of("corpus", "stats", "x.jsonl", "--jsn");
    assertThat(option.exitCode()).isEqualTo(2);
    assertThat(option.err().lines())
        .containsExactly(
            "polystill: Unknown option: '--jsn'; did you mean --json?",
            "Try: polystill corpus stats --help");

    Outcome missing = Outcome.of("export", "runs/x", "--architecture", "textcnn");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err().lines()).hasSize(2).first().asString().contains("--training");

    Outcome command = Outcome.of("corpus", "stat");
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.err()).contains("did you mean stats?");
  }

  @Test
  void showsStackTracesOnlyWhenAsked() {
    assertThat(Outcome.of("run", "none.yaml").err()).doesNotContain("\tat ");
    assertThat(Outcome.of("run", "none.yaml", "--debug").err())
        .startsWith("polystill: none.yaml: does not exist")
        .contains("\tat io.github.polystill");
    assertThat(Outcome.of("--debug", "run", "none.yaml").err()).contains("\tat ");
  }
}
