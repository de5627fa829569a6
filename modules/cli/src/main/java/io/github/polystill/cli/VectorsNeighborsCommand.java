package io.github.polystill.cli;

import io.github.polystill.embeddings.similarity.ScoredWord;
import io.github.polystill.embeddings.similarity.WordSearch;
import io.github.polystill.report.table.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill vectors neighbors}. */
@Command(
    name = "neighbors",
    description = "Find the words whose vectors are nearest to those of given words, by cosine.",
    footer = {
      "",
      "Examples:",
      "  polystill vectors neighbors vectors.bin 頭痛",
      "  polystill vectors neighbors vectors.bin 頭痛 發燒 --count 5 --json"
    })
final class VectorsNeighborsCommand extends AbstractCommand {
  /**
   * A word and its neighbours.
   *
   * @param word what was asked for
   * @param neighbors best first
   */
  record Neighbors(String word, List<ScoredWord> neighbors) {}

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "word2vec file, text or binary; plain or .gz, .bz2, .xz.")
  Path file;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "WORD", description = "Words of it.")
  List<String> words;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Neighbors of each word (default: ${DEFAULT-VALUE}).")
  int count = 10;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    requireAtLeast(1, "--count", count);
    WordVectorFile known = WordVectorFile.read(file);
    WordSearch search = new WordSearch(known.vectors());
    List<Integer> rows = words.stream().map(known::row).toList();
    List<Neighbors> found =
        rows.stream()
            .map(row -> new Neighbors(known.vectors().word(row), search.neighbors(row, count)))
            .toList();
    if (json) {
      printJson(found);
      return 0;
    }
    for (int i = 0; i < found.size(); i++) {
      if (i > 0) {
        out().println();
      }
      out().print(table(found.get(i).word(), found.get(i).neighbors()));
    }
    return 0;
  }

  static TextTable table(String heading, List<ScoredWord> words) {
    TextTable table = new TextTable(TextTable.left(heading), TextTable.right("cosine"));
    words.forEach(it -> table.row(it.word(), String.format(Locale.ROOT, "%.4f", it.cosine())));
    return table;
  }
}
