package io.github.polystill.cli.vectors;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.embeddings.WordVectors;
import io.github.polystill.embeddings.similarity.WordSearch;
import io.github.polystill.embeddings.similarity.WordSearch.ScoredWord;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill vectors analogy}. */
@Command(
    name = "analogy",
    description = {
      "Complete an analogy: A is to B as C is to what?",
      "The words nearest to B - A + C, all of length 1 (3CosAdd, Mikolov et al. 2013); A, B and C"
          + " are left out."
    },
    footer = {"", "Examples:", "  polystill vectors analogy vectors.bin 日本 東京 法國"})
final class VectorsAnalogyCommand extends AbstractCommand {
  private record Analogy(String a, String b, String c, List<ScoredWord> answers) {}

  @Mixin WordVectorFile source;

  @Parameters(index = "1", paramLabel = "A", description = "A word.")
  String a;

  @Parameters(index = "2", paramLabel = "B", description = "What belongs to A.")
  String b;

  @Parameters(index = "3", paramLabel = "C", description = "The word to which one is looked for.")
  String c;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Number of answers (default: ${DEFAULT-VALUE}).")
  int count = 10;

  @Override
  public Integer call() throws IOException {
    requireAtLeast(1, "--count", count);
    WordVectors vectors = source.read();
    List<ScoredWord> answers =
        new WordSearch(vectors)
            .analogy(source.row(vectors, a), source.row(vectors, b), source.row(vectors, c), count);
    if (source.json) {
      printJson(new Analogy(a, b, c, answers));
    } else {
      out().print(WordVectorFile.table(a + " : " + b + " = " + c + " : ?", answers));
    }
    return 0;
  }
}
