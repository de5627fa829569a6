package io.github.polystill.labs.cli;

import io.github.polystill.cli.Polystill;
import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.StatusLine;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.labs.fuzz.FuzzReport;
import io.github.polystill.labs.fuzz.FuzzTargets;
import io.github.polystill.labs.fuzz.Fuzzing;
import io.github.polystill.labs.fuzz.Program;
import io.github.polystill.report.table.TextTable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.commons.lang3.function.FailableRunnable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code polystill stress fuzz}. */
@Command(
    name = "fuzz",
    description = {
      "Give damaged and hostile inputs to everything that reads a file, in one process.",
      "Mutations of valid corpora, experiments, word vectors, models, run directories, requests and so on: flipped"
          + " bits, cut and spliced files, huge numbers, nulls, deep nesting, control characters, invalid UTF-8. Each"
          + " must be read or refused in one line. A fault is a stack trace, a name of an exception, a raw control"
          + " character or an input that takes longer than --limit. Exit code 1 if there is one. An input that ends"
          + " the process, as TensorFlow's library can, is in the directory of failures."
    },
    footer = {
      "",
      "Examples:",
      "  polystill stress fuzz --inputs 100000 --seed 1",
      "  polystill stress fuzz --inputs 2000 --seed 7 --failures faults --json"
    })
final class StressFuzzCommand extends AbstractCommand {
  @Option(
      names = "--inputs",
      paramLabel = "N",
      description = "Inputs of all readers (default: ${DEFAULT-VALUE}).")
  int inputs = 100_000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the mutations (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--failures",
      paramLabel = "DIR",
      description =
          "Directory for the inputs with faults and what was printed for each (default:"
              + " ${DEFAULT-VALUE}).")
  Path failures = Path.of("fuzz-failures");

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Inputs at the same time (default: one per core).")
  int threads = cores();

  @Option(
      names = "--limit",
      paramLabel = "S",
      description = "Seconds that one input may take (default: ${DEFAULT-VALUE}).")
  int limit = 5;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    requireAtLeast(1, "--inputs", inputs);
    requireAtLeast(1, "--threads", threads);
    requireAtLeast(1, "--limit", limit);
    Duration longest = Duration.ofSeconds(limit);
    Path temporary = Files.createTempDirectory("polystill-fuzz");
    FuzzReport report;
    boolean ended = true;
    try (StatusLine status = StatusLine.of(err())) {
      status.show(true, time -> "preparing: a run and a model");
      FuzzTargets targets = FuzzTargets.prepare(new CommandLineProgram(), temporary);
      Fuzzing fuzzing =
          new Fuzzing(
              targets,
              CommandLineProgram::new,
              seed,
              inputs,
              temporary.resolve("work"),
              failures,
              longest);
      try {
        report =
            fuzzing.run(
                threads,
                done ->
                    status.show(
                        false, time -> String.format(Locale.ROOT, "%,d/%,d inputs", done, inputs)));
      } finally {
        ended = fuzzing.end(longest);
      }
    } finally {
      if (ended) {
        AtomicFiles.deleteRecursively(temporary);
      } else {
        log("kept " + temporary + ", where readers that take too long may still write");
      }
    }
    if (json) {
      printJson(report);
    } else {
      out().print(table(report));
    }
    out().flush();
    report
        .failures()
        .ifPresent(directory -> err().println("inputs with faults: " + directory.toAbsolutePath()));
    return report.faults() == 0 ? 0 : 1;
  }

  private static String table(FuzzReport report) {
    TextTable table =
        new TextTable(
            TextTable.left("reader"),
            TextTable.right("inputs"),
            TextTable.right("accepted"),
            TextTable.right("refused"),
            TextTable.right("faults"),
            TextTable.right("seconds"));
    report
        .readers()
        .forEach(
            row ->
                table.row(
                    row.reader(),
                    row.inputs(),
                    row.accepted(),
                    row.refused(),
                    row.faults(),
                    seconds(row.seconds())));
    table.rule();
    table.row(
        "all",
        report.inputs(),
        report.readers().stream().mapToInt(FuzzReport.Row::accepted).sum(),
        report.readers().stream().mapToInt(FuzzReport.Row::refused).sum(),
        report.faults(),
        seconds(report.readers().stream().mapToDouble(FuzzReport.Row::seconds).sum()));
    return table
        + String.format(Locale.ROOT, "seed %d, %s s%n", report.seed(), seconds(report.seconds()));
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds);
  }

  /** This program's command line in this process. */
  static final class CommandLineProgram implements Program {
    private final StringWriter printed = new StringWriter();
    private final Reading reading = new Reading();
    private final CommandLine commandLine;

    CommandLineProgram() {
      PrintWriter writer = new PrintWriter(printed);
      this.commandLine = Polystill.commandLine(writer, writer).addSubcommand(reading);
      commandLine
          .getSubcommands()
          .get(Reading.NAME)
          .setOut(commandLine.getOut())
          .setErr(commandLine.getErr());
    }

    /** Work that has no command of its own, reported like one. */
    @Command(name = Reading.NAME, hidden = true)
    private static final class Reading extends AbstractCommand {
      static final String NAME = "read";

      private FailableRunnable<Exception> work;

      @Override
      public Integer call() throws Exception {
        work.run();
        return 0;
      }
    }

    @Override
    public Outcome run(List<String> arguments) {
      printed.getBuffer().setLength(0);
      int exitCode = commandLine.execute(arguments.toArray(String[]::new));
      return new Outcome(exitCode, printed.toString());
    }

    @Override
    public Outcome run(FailableRunnable<Exception> work) {
      reading.work = work;
      return run(List.of(Reading.NAME));
    }
  }
}
