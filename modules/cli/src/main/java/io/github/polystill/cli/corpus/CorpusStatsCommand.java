package io.github.polystill.cli.corpus;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.data.corpus.CorpusStatistics;
import io.github.polystill.data.corpus.CorpusStatistics.LabelCount;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill corpus stats}. */
@Command(
    name = "stats",
    description = "Count a corpus: documents, labels, lengths.",
    footer = {
      "",
      "Examples:",
      "  polystill corpus stats my-corpus.jsonl",
      "  polystill corpus stats posts.csv --text body --labels tags --label-separator '|' --json"
    })
final class CorpusStatsCommand extends AbstractCommand {
  @Mixin CorpusReadOptions source;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  private record Result(
      String file,
      int skippedRecords,
      List<LabelCount> droppedLabels,
      List<String> warnings,
      List<String> notes,
      CorpusStatistics statistics) {}

  @Override
  public Integer call() throws IOException {
    CorpusReadOptions.Read read = source.read();
    CorpusStatistics statistics = CorpusStatistics.of(read.corpus());
    if (json) {
      printJson(
          new Result(
              source.source.file.toString(),
              read.records().skipped(),
              read.rareLabels().dropped(),
              inOptions(read.records().warnings()),
              read.records().notes(),
              statistics));
    } else {
      read.records().report(this);
      out().print(CorpusStatisticsTable.render(statistics));
    }
    return 0;
  }
}
