package io.github.polystill.cli;

import io.github.polystill.data.corpus.CorpusStatistics;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
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

  @Override
  public Integer call() throws IOException {
    CorpusReadOptions.Read read = source.read();
    CorpusStatistics statistics = CorpusStatistics.of(read.corpus());
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("file", source.source.file.toString());
      result.put("skippedRecords", read.skipped());
      result.put("droppedLabels", read.rareLabels().dropped());
      result.put("warnings", read.warnings().stream().map(this::inOptions).toList());
      result.put("notes", read.notes());
      result.put("statistics", statistics);
      printJson(result);
    } else {
      read.report(this);
      out().print(statistics.toTable());
    }
    return 0;
  }
}
