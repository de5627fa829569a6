package io.github.polystill.cli.vectors;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.NearestName;
import io.github.polystill.embeddings.WordVectors;
import io.github.polystill.embeddings.WordVectorsInfo;
import io.github.polystill.embeddings.WordVectorsReader;
import io.github.polystill.embeddings.similarity.SimilarityEvaluation;
import io.github.polystill.embeddings.similarity.SimilarityPairs;
import io.github.polystill.embeddings.similarity.SimilarityPairs.SimilarityPair;
import io.github.polystill.embeddings.similarity.WordSearch;
import io.github.polystill.embeddings.similarity.WordSearch.ScoredWord;
import io.github.polystill.report.table.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill vectors} of a file that is there. */
abstract class WordVectorCommand extends AbstractCommand {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "word2vec file, text or binary; plain or .gz, .bz2, .xz.")
  Path file;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  /**
   * The row of a word as {@link WordVectors#lookUp} finds it.
   *
   * @throws InvalidInputException where the file lacks it, with the word nearest to it
   */
  final int row(WordVectors vectors, String word) {
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
  private static TextTable table(String heading, List<ScoredWord> words) {
    TextTable table = TextTable.of(heading, "cosine");
    words.forEach(it -> table.row(it.word(), cosine(it.cosine())));
    return table;
  }

  private static String cosine(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** {@code polystill vectors info}. */
  @Command(
      name = "info",
      description = "Say what a file of word vectors holds.",
      footer = {"", "Examples:", "  polystill vectors info vectors.bin --json"})
  static final class Info extends WordVectorCommand {
    @Override
    public Integer call() throws IOException {
      WordVectorsInfo info = WordVectorsReader.info(file);
      if (json) {
        printJson(info);
        return 0;
      }
      String compressed =
          info.compression().isEmpty() ? "" : ", compressed (" + info.compression() + ")";
      print(
          "format       %s%s",
          info.format().name().toLowerCase(Locale.ROOT).replace('_', ' '), compressed);
      print("words        %,d", info.words());
      print("dimensions   %d", info.dimensions());
      print("mean norm    %.4f", info.meanNorm());
      print("duplicates   %d", info.duplicates());
      print("first words  %s", String.join(" ", info.firstWords()));
      return 0;
    }
  }

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
  static final class Neighbors extends WordVectorCommand {
    private record WordNeighbors(String word, List<ScoredWord> neighbors) {}

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
      WordVectors vectors = WordVectors.read(file);
      WordSearch search = new WordSearch(vectors);
      List<Integer> rows = words.stream().map(word -> row(vectors, word)).toList();
      List<WordNeighbors> found =
          rows.stream()
              .map(row -> new WordNeighbors(vectors.word(row), search.neighbors(row, count)))
              .toList();
      if (json) {
        printJson(found);
      } else {
        out()
            .print(
                found.stream()
                    .map(it -> table(it.word(), it.neighbors()).toString())
                    .collect(Collectors.joining(System.lineSeparator())));
      }
      return 0;
    }
  }

  /** {@code polystill vectors analogy}. */
  @Command(
      name = "analogy",
      description = {
        "Complete an analogy: A is to B as C is to what?",
        "The words nearest to B - A + C, all of length 1 (3CosAdd, Mikolov et al. 2013); A, B and C"
            + " are left out."
      },
      footer = {"", "Examples:", "  polystill vectors analogy vectors.bin 日本 東京 法國"})
  static final class Analogy extends WordVectorCommand {
    private record Completion(String a, String b, String c, List<ScoredWord> answers) {}

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
      WordVectors vectors = WordVectors.read(file);
      List<ScoredWord> answers =
          new WordSearch(vectors).analogy(row(vectors, a), row(vectors, b), row(vectors, c), count);
      if (json) {
        printJson(new Completion(a, b, c, answers));
      } else {
        out().print(table(a + " : " + b + " = " + c + " : ?", answers));
      }
      return 0;
    }
  }

  /** {@code polystill vectors evaluate}. */
  @Command(
      name = "evaluate",
      description = {
        "Measure how well the cosines of word vectors rank pairs of words (Spearman).",
        "Pairs with a word that the file lacks are left out and counted."
      },
      footer = {
        "",
        "Examples:",
        "  polystill vectors evaluate vectors.bin",
        "  polystill vectors evaluate vectors.bin --pairs wordsim-297.tsv --json"
      })
  static final class Evaluate extends WordVectorCommand {
    private record Correlation(String source, int pairs, int covered, double spearman) {}

    @Option(
        names = "--pairs",
        paramLabel = "TSV",
        description =
            "Pairs to rank: word, word and score with tabs between"
                + " (default: 40 Traditional-Chinese pairs that polystill's authors graded).")
    Path pairsFile;

    @Override
    public Integer call() throws IOException {
      boolean builtIn = pairsFile == null;
      List<SimilarityPair> pairs =
          builtIn ? SimilarityPairs.builtIn() : SimilarityPairs.read(pairsFile);
      String where = builtIn ? "the built-in pairs" : pairsFile.toString();
      SimilarityEvaluation found = SimilarityEvaluation.of(WordVectors.read(file), pairs, where);
      String origin = builtIn ? inOptions(SimilarityPairs.BUILT_IN_ORIGIN) : where;
      if (json) {
        printJson(new Correlation(origin, found.pairs(), found.covered(), found.spearman()));
        return 0;
      }
      if (builtIn) {
        log(origin);
      }
      out()
          .print(
              TextTable.of("pairs", "number", "covered", "Spearman")
                  .row(where, found.pairs(), found.covered(), cosine(found.spearman())));
      return 0;
    }
  }
}
