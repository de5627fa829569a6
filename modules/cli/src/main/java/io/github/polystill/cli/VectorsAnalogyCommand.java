package io.github.polystill.cli;

import io.github.polystill.embeddings.similarity.ScoredWord;
import io.github.polystill.embeddings.similarity.WordSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
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
  /**
   * An analogy.
   *
   * @param a the first word
   * @param b what is to {@code a} as the answers are to {@code c}
   * @param c the third word
   * @param answers best first
   */
  record Analogy(String a, String b, String c, List<ScoredWord> answers) {}

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "word2vec file, text or binary; plain or .gz, .bz2, .xz.")
  Path file;

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

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    requireAtLeast(1, "--count", count);
    WordVectorFile known = WordVectorFile.read(file);
    List<ScoredWord> answers =
        new WordSearch(known.vectors()).analogy(known.row(a), known.row(b), known.row(c), count);
    if (json) {
      printJson(new Analogy(a, b, c, answers));
    } else {
      String heading = a + " : " + b + " = " + c + " : ?";
      out().print(VectorsNeighborsCommand.table(heading, answers));
    }
    return 0;
  }
}
