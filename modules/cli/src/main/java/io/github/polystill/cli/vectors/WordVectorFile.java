package io.github.polystill.cli.vectors;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.NearestName;
import io.github.polystill.embeddings.WordVectors;
import io.github.polystill.embeddings.similarity.WordSearch.ScoredWord;
import io.github.polystill.report.table.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file of word vectors in which words of the command line are looked up. */
final class WordVectorFile {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "word2vec file, text or binary; plain or .gz, .bz2, .xz.")
  Path file;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  WordVectors read() throws IOException {
    return WordVectors.read(file);
  }

  /**
   * The row of a word as {@link WordVectors#lookUp} finds it.
   *
   * @throws InvalidInputException where the file lacks it, with the word nearest to it
   */
  int row(WordVectors vectors, String word) {
    return vectors
        .lookUp(word)
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    "%s: has no word \"%s\"; %s",
                    file,
                    word,
                    NearestName.among(vectors.words(), word)
                        .map(nearest -> "the nearest is \"" + nearest + "\"")
                        .orElse("try another")));
  }

  /** Words with their cosines. */
  static TextTable table(String heading, List<ScoredWord> words) {
    TextTable table = TextTable.of(heading, "cosine");
    words.forEach(it -> table.row(it.word(), String.format(Locale.ROOT, "%.4f", it.cosine())));
    return table;
  }
}
