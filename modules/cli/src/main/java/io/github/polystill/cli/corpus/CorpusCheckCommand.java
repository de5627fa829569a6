package io.github.polystill.cli.corpus;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.corpus.CorpusReadResult;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.corpus.CorpusStatistics;
import io.github.polystill.data.corpus.CorpusStatistics.LabelCount;
import io.github.polystill.report.table.TextTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill corpus check}. */
@Command(
    name = "check",
    description =
        "List every problem of a corpus, as file:line, and its labels. Exit code 2 if there is a problem.",
    footer = {"", "Examples:", "  polystill corpus check my-corpus.jsonl"})
final class CorpusCheckCommand extends AbstractCommand {
  @Mixin CorpusFileOptions source;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  private record Problem(long line, String message) {}

  private record Result(
      String file,
      int records,
      int valid,
      List<Problem> problems,
      List<String> warnings,
      List<String> notes,
      List<LabelCount> labels) {}

  @Override
  public Integer call() throws IOException {
    CorpusReadResult read = CorpusReader.read(source.file, source.format());
    List<LabelCount> labels = CorpusStatistics.of(Corpus.of(read.documents(), 1)).labels();
    List<String> warnings = new ArrayList<>(inOptions(read.warnings()));
    if (labels.isEmpty() && !read.documents().isEmpty()) {
      warnings.add(CorpusFileOptions.NO_LABELS);
    }
    if (json) {
      printJson(
          new Result(
              source.file.toString(),
              read.records(),
              read.documents().size(),
              read.problems().stream()
                  .map(problem -> new Problem(problem.line(), inOptions(problem.message())))
                  .toList(),
              warnings,
              read.notes(),
              labels));
    } else {
      warnings.forEach(this::warn);
      read.notes().forEach(this::log);
      read.problems().forEach(problem -> out().println(inOptions(problem.toString())));
      if (!read.documents().isEmpty()) {
        TextTable table = TextTable.of("label", "documents");
        labels.forEach(count -> table.row(count.label(), count.documents()));
        long none = read.documents().stream().filter(it -> it.labels().isEmpty()).count();
        out().println(table.rule().row("without labels", none));
      }
      print(
          "%s, %,d valid, %s",
          count(read.records(), "record"),
          read.documents().size(),
          count(read.problems().size(), "problem"));
    }
    return read.problems().isEmpty() ? 0 : spec.exitCodeOnInvalidInput();
  }
}
