package io.github.polystill.cli.vectors;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.embeddings.WordVectors;
import io.github.polystill.embeddings.similarity.WordSearch;
import io.github.polystill.embeddings.similarity.WordSearch.ScoredWord;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  private record Neighbors(String word, List<ScoredWord> neighbors) {}

  @Mixin WordVectorFile source;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "WORD", description = "Words of it.")
  List<String> words;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Neighbors of each word (default: ${DEFAULT-VALUE}).")
  int count = 10;

  @Override
  public Integer call() throws IOException {
    requireAtLeast(1, "--count", count);
    WordVectors vectors = source.read();
    WordSearch search = new WordSearch(vectors);
    List<Integer> rows = words.stream().map(word -> source.row(vectors, word)).toList();
    List<Neighbors> found =
        rows.stream()
            .map(row -> new Neighbors(vectors.word(row), search.neighbors(row, count)))
            .toList();
    if (source.json) {
      printJson(found);
    } else {
      out()
          .print(
              found.stream()
                  .map(it -> WordVectorFile.table(it.word(), it.neighbors()).toString())
                  .collect(Collectors.joining(System.lineSeparator())));
    }
    return 0;
  }
}
