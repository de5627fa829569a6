package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.labs.run.MemoryBenchmark;
import io.github.polystill.labs.run.MemoryBenchmark.Row;
import io.github.polystill.report.table.TextTable;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill bench memory}. */
@Command(
    name = "memory",
    description = {
      "Show that memory does not grow with the number of trials.",
      "Runs a teacher on a small synthetic corpus and fails where the memory of the process after"
          + " all trials is more than 1.3 times that after 20."
    },
    footer = {
      "",
      "Examples:",
      "  polystill bench memory",
      "  polystill bench memory --trials 1000 --json"
    })
final class BenchMemoryCommand extends AbstractCommand {
  private static final double LIMIT = 1.3;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Trials of the run (default: ${DEFAULT-VALUE}).")
  int trials = 200;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Networks trained side by side (default: one per core).")
  int workers = cores();

  @Mixin BenchOptions options;

  @Override
  public Integer call() throws Exception {
    if (trials <= MemoryBenchmark.EARLY) {
      throw wrongUse("--trials must be more than " + MemoryBenchmark.EARLY + ", not " + trials);
    }
    requireAtLeast(1, "--workers", workers);
    Row row = MemoryBenchmark.run(trials, workers);
    options.print(out(), List.of(row), table(row));
    if (row.ratio() > LIMIT) {
      err().println("memory grew by more than " + LIMIT + " times: something is not closed");
      return 1;
    }
    return 0;
  }

  private static TextTable table(Row row) {
    return new TextTable(TextTable.left("resident memory"), TextTable.right("MB"))
        .row("after " + MemoryBenchmark.EARLY + " trials", megabytes(row.earlyRssBytes()))
        .row("after " + row.trials() + " trials", megabytes(row.rssBytes()))
        .row("peak", megabytes(row.peakRssBytes()))
        .rule()
        .row("ratio", String.format(Locale.ROOT, "%.3f", row.ratio()));
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.0f", bytes / 1e6);
  }
}
