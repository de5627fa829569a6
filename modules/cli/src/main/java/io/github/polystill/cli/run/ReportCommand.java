package io.github.polystill.cli.run;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.RunReports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code polystill report}. */
@Command(
    name = "report",
    description = {
      "Make report.html, table.md, .csv and .tex and figures/ of a run again, without training.",
      "Texts of documents are shown where the corpus is still the one that was run."
    },
    footer = {"", "Examples:", "  polystill report runs/quickstart"})
public final class ReportCommand extends AbstractCommand {
  @Parameters(paramLabel = "RUN", description = "Run directory.")
  Path run;

  @Override
  protected Optional<Path> destination() {
    return Optional.ofNullable(run);
  }

  @Override
  public Integer call() throws IOException {
    RunDirectory directory = new RunDirectory(run);
    for (String warning : RunReports.of(directory).write()) {
      err().println("polystill: " + warning);
    }
    out().println("report:  " + directory.reportFile());
    out().println("figures: " + directory.figuresDirectory());
    return 0;
  }
}
