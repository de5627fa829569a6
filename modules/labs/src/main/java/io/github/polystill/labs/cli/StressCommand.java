package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.StatusLine;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.labs.stress.StressReport;
import io.github.polystill.labs.stress.StressTest;
import io.github.polystill.report.table.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill stress}. */
@Command(
    name = "stress",
    subcommands = StressFuzzCommand.class,
    description = {
      "Kill commands at random moments, start them again, and compare with ones that were not disturbed.",
      "The clock jumps in all of them, and the disk is full again and again, where a small one may be mounted. Exit"
          + " code 1 if a restart fails, a result differs, something is left over or a finished trial is trained again."
    },
    footer = {
      "",
      "Examples:",
      "  polystill stress experiments/reproduce.yaml --kills 100 --seed 1",
      "  polystill stress my.yaml --kills 10 --set 'optimisation.epochs=1' --json"
    })
final class StressCommand extends AbstractCommand {
  /** Not required by picocli, which would ask for it before a subcommand too. */
  @Parameters(
      paramLabel = "EXPERIMENT",
      arity = "0..1",
      description = "Experiment file (YAML); a small one, as it is run again and again.")
  Path file;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description = "How often a process of each is killed (default: ${DEFAULT-VALUE}).")
  int kills = 100;

  @Option(
      names = "--of",
      split = ",",
      paramLabel = "COMMAND",
      description = "What to disturb: run, vectors, export, serve (default: all).")
  Set<StressTest.Subject> subjects = EnumSet.allOf(StressTest.Subject.class);

  @Option(
      names = "--full-disks",
      paramLabel = "N",
      description =
          "How often each of them but serve finds the disk full (default: ${DEFAULT-VALUE}).")
  int fullDisks = 5;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the moments, the clocks and the disks (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a key of the experiment; repeatable.")
  List<String> overrides = List.of();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Networks trained side by side (default: one per core).")
  int workers = cores();

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  private Path temporary;

  @Override
  protected Optional<Path> destination() {
    return Optional.ofNullable(temporary);
  }

  @Override
  public Integer call() throws Exception {
    if (file == null) {
      throw wrongUse("Missing required parameter: 'EXPERIMENT'");
    }
    if (kills < 1 || workers < 1 || fullDisks < 0) {
      throw wrongUse("--kills and --workers must be 1 or more, --full-disks 0 or more");
    }
    Experiment experiment = CorpusPreparation.requireInputs(ExperimentFile.read(file, overrides));
    temporary = Files.createTempDirectory("polystill-stress");
    StatusLine status = StatusLine.of(err());
    boolean fills = fullDisks > 0 && StressTest.canFillDisks(temporary);
    if (fullDisks > 0 && !fills) {
      log("No disk is filled: this user may not mount a small one here.");
    }
    StressTest test =
        new StressTest(
            new StressTest.Settings(subjects, kills, fills ? fullDisks : 0, seed),
            OwnProgram.command(),
            run(),
            experiment,
            temporary,
            line -> status.show(false, time -> line));
    StressReport report = watched(test, status);
    if (json) {
      printJson(report);
    } else {
      out().print(table(report));
    }
    report.problems().forEach(problem -> out().println("PROBLEM: " + problem));
    out().flush();
    if (report.problems().isEmpty()) {
      AtomicFiles.deleteRecursively(temporary);
      return 0;
    }
    err().println("kept " + temporary);
    return 1;
  }

  /** The result of a test whose processes do not outlive this one. */
  private StressReport watched(StressTest test, StatusLine status)
      throws IOException, InterruptedException {
    Thread hook =
        new Thread(
            () -> {
              test.stop();
              status.close();
              err().println("Interrupted; kept " + temporary);
              err().flush();
            },
            "polystill-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return test.run();
    } catch (InvalidInputException e) {
      AtomicFiles.deleteRecursively(temporary);
      throw e;
    } catch (IOException e) {
      throw new IOException(e.getMessage() + "; kept " + temporary, e);
    } finally {
      status.close();
      stopWatching(hook);
    }
  }

  private static void stopWatching(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process is ending already, and the hook at work
    }
  }

  private List<String> run() {
    List<String> run =
        new ArrayList<>(List.of("run", file.toString(), "--workers", Integer.toString(workers)));
    overrides.forEach(override -> run.addAll(List.of("--set", override)));
    return run;
  }

  private static String table(StressReport report) {
    TextTable table = new TextTable(TextTable.left(""), TextTable.right(""));
    table.row("kills", report.kills());
    report.killedWhile().forEach((stage, count) -> table.row("  while " + stage, count));
    table.row("starts", report.starts());
    table.row("finished", report.finished());
    table.row("trials trained", report.trained());
    table.row("full disks", report.fullDisks());
    table.row("problems", report.problems().size());
    table.row("undisturbed run", String.format(Locale.ROOT, "%.1f s", report.undisturbedSeconds()));
    return table.toString();
  }
}
