package io.github.polystill.cli;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.corpus.CorpusProblem;
import io.github.polystill.data.corpus.CorpusReadResult;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.corpus.CorpusStatistics;
import io.github.polystill.data.corpus.LabelCount;
import io.github.polystill.report.table.TextTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  @Override
  public Integer call() throws IOException {
    CorpusReadResult result = CorpusReader.read(source.file, source.format());
    List<CorpusProblem> problems = result.problems();
    if (json) {
      printJson(asJson(result));
    } else {
      result.warnings().forEach(this::warn);
      result.notes().forEach(this::log);
      problems.forEach(problem -> out().println(inOptions(problem.toString())));
      if (!result.documents().isEmpty()) {
        out().println(labelTable(result));
      }
      out()
          .println(
              String.format(
                  Locale.ROOT,
                  "%s, %,d valid, %s",
                  count(result.records(), "record"),
                  result.documents().size(),
                  count(problems.size(), "problem")));
    }
    return problems.isEmpty() ? 0 : spec.exitCodeOnInvalidInput();
  }

  private static List<LabelCount> labels(CorpusReadResult result) {
    return CorpusStatistics.of(Corpus.of(result.documents(), 1)).labels();
  }

  private static TextTable labelTable(CorpusReadResult result) {
    TextTable table = new TextTable(TextTable.left("label"), TextTable.right("documents"));
    labels(result).forEach(count -> table.row(count.label(), count.documents()));
    long none = result.documents().stream().filter(it -> it.labels().isEmpty()).count();
    return table.rule().row("without labels", none);
  }

  private Map<String, Object> asJson(CorpusReadResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", source.file.toString());
    json.put("records", result.records());
    json.put("valid", result.documents().size());
    json.put(
        "problems",
        result.problems().stream()
            .map(
                problem -> {
                  Map<String, Object> row = new LinkedHashMap<>();
                  row.put("line", problem.line());
                  row.put("message", inOptions(problem.message()));
                  return row;
                })
            .toList());
    json.put("warnings", result.warnings().stream().map(this::inOptions).toList());
    json.put("notes", result.notes());
    json.put("labels", labels(result));
    return json;
  }
}
