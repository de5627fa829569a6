package io.github.polystill.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.cli.Polystill;
import io.github.polystill.data.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

class ErrorReportingTests {
  private static final String DISK_FULL = "No space left on device";

  /** A command that fails. */
  @Command(name = "failing")
  private static final class Failing extends AbstractCommand {
    private final Throwable failure;

    Failing(Throwable failure) {
      this.failure = failure;
    }

    @Override
    protected Optional<Path> destination() {
      return Optional.of(Path.of("runs", "mine"));
    }

    @Override
    public Integer call() throws Exception {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    }
  }

  private static String reported(Throwable failure, int expectedExitCode) {
    StringWriter err = new StringWriter();
    PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
    CommandLine commandLine = Polystill.commandLine(nowhere, nowhere);
    commandLine.addSubcommand(new Failing(failure));
    commandLine.setErr(new PrintWriter(err, true)); // of the command that was added, too
    commandLine.setExecutionExceptionHandler(ErrorReporting::failed);
    assertThat(commandLine.execute("failing")).isEqualTo(expectedExitCode);
    assertThat(err.toString().lines()).hasSize(1);
    return err.toString().strip();
  }

  @Test
  void badInputIsItsMessageAlone() {
    assertThat(reported(new InvalidInputException("a.csv:3: no id; add one"), 2))
        .isEqualTo("polystill: a.csv:3: no id; add one");
    assertThat(reported(new ExecutionException(new InvalidInputException("bad")), 2))
        .isEqualTo("polystill: bad");
  }

  @Test
  void namesOptionsForTheParametersOfALibrary() {
    CommandSpec check = command("corpus", "check");
    CommandSpec run = command("run");
    String keys = "set corpus.labelColumns: [a, b] or corpus.text=body (folds.field too)";
    assertThat(ParameterNames.inOptions(check, keys))
        .isEqualTo("set --label-columns a,b or --text body (--fold-field too)");
    assertThat(ParameterNames.inOptions(run, keys)).isEqualTo(keys);
    String file = "x/corpus.text:3: no corpus.minLabelCount here";
    assertThat(ParameterNames.inOptions(check, file)).isEqualTo(file);
    assertThat(ParameterNames.inOptions(command("serve"), "`maxBytes` must be 1 or more"))
        .isEqualTo("--max-bytes must be 1 or more");
    assertThat(ParameterNames.inOptions(command("predict"), "a/textField: set `textField`"))
        .isEqualTo("a/textField: set --text-field");
    assertThat(ParameterNames.inOptions(command("predict"), "read it with `format: lines`"))
        .isEqualTo("read it with --format lines");
    assertThat(ParameterNames.inOptions(command("vectors", "train"), "corpus.text: x"))
        .isEqualTo("corpus.text: x");
    assertThat(
            ParameterNames.inOptions(
                command("vectors", "train"), "set vectors.train.textField: body"))
        .isEqualTo("set --text body");
  }

  @Test
  void namesOptionsOfARunToo() {
    String message = "run anew with another `out` or `fresh`, `override: 'a.b=c'`";
    String shown = "run anew with another --out or --fresh, --set 'a.b=c'";
    assertThat(ParameterNames.inOptions(command("run"), message)).isEqualTo(shown);
    assertThat(ParameterNames.inOptions(command("report"), message)).isEqualTo(shown);
    assertThat(ParameterNames.inOptions(command("run"), "with `thresholds: fixed`, `polystill x`"))
        .isEqualTo("with thresholds: fixed, `polystill x`");
  }

  private static CommandSpec command(String... names) {
    PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
    CommandLine found = Polystill.commandLine(nowhere, nowhere);
    for (String name : names) {
      found = found.getSubcommands().get(name);
    }
    return found.getCommandSpec();
  }

  @Test
  void aFullDiskNamesThePlaceAndHowToGoOn() {
    String remedy = "; free some space and run the same command again to go on";
    assertThat(reported(new FileSystemException("/data/x", null, DISK_FULL), 2))
        .isEqualTo("polystill: disk full while writing /data/x" + remedy);
    assertThat(reported(new UncheckedIOException(new IOException(DISK_FULL)), 2))
        .isEqualTo("polystill: disk full while writing " + Path.of("runs", "mine") + remedy);
  }

  @Test
  void tensorFlowsExceptionOfAFullDiskCountsToo() {
    assertThat(reported(new IllegalStateException("/x/variables.index; " + DISK_FULL), 2))
        .startsWith("polystill: disk full while writing " + Path.of("runs", "mine"));
  }

  @Test
  void aLimitForFilesIsNamed() {
    assertThat(reported(new IOException("File too large"), 2))
        .startsWith("polystill: largest file size reached while writing ")
        .contains("ulimit -f");
  }

  @Test
  void missingAndForbiddenFilesAreBadInput() {
    assertThat(reported(new NoSuchFileException("/x"), 2)).contains("/x does not exist");
    assertThat(reported(new AccessDeniedException("/x"), 2)).contains("no permission for /x");
  }

  @Test
  void aPathThatIsSomethingElseIsBadInput() {
    assertThat(reported(new FileAlreadyExistsException("/x"), 2))
        .isEqualTo("polystill: /x is there already and is no directory; take another path");
    assertThat(reported(new FileSystemException("/x/y", null, "Not a directory"), 2))
        .isEqualTo("polystill: /x/y: Not a directory; take another path");
  }

  @Test
  void anythingElseFailsAndPointsToDebug() {
    assertThat(reported(new IllegalStateException("odd\nsecond line"), 1))
        .isEqualTo("polystill: unexpected: odd; run again with --debug for details");
    assertThat(reported(new ExecutionException("outer", new IOException("inner")), 1))
        .contains("unexpected: inner;");
    assertThat(reported(new NullPointerException(), 1)).contains("unexpected: no message;");
    assertThat(reported(new EOFException(), 1)).contains("unexpected: a file ends too early;");
  }

  @Test
  void errorsOfTheMachineAreOneLineToo() {
    assertThat(reported(new OutOfMemoryError("Java heap space"), 1)).contains("out of memory");
    assertThat(reported(new UnsatisfiedLinkError("no tensorflow"), 1)).contains("no tensorflow");
  }
}
