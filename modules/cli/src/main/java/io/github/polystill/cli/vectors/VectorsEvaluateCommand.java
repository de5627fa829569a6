package io.github.polystill.cli.vectors;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.embeddings.similarity.SimilarityEvaluation;
import io.github.polystill.embeddings.similarity.SimilarityPairs;
import io.github.polystill.embeddings.similarity.SimilarityPairs.SimilarityPair;
import io.github.polystill.report.table.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
final class VectorsEvaluateCommand extends AbstractCommand {
  private record Result(String source, int pairs, int covered, double spearman) {}

  @Mixin WordVectorFile source;

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
    SimilarityEvaluation evaluation = SimilarityEvaluation.of(source.read(), pairs, where);
    if (source.json) {
      String origin = builtIn ? SimilarityPairs.BUILT_IN_ORIGIN : where;
      printJson(
          new Result(origin, evaluation.pairs(), evaluation.covered(), evaluation.spearman()));
      return 0;
    }
    if (builtIn) {
      err().println(SimilarityPairs.BUILT_IN_ORIGIN);
    }
    TextTable table = TextTable.of("pairs", "number", "covered", "Spearman");
    table.row(
        where,
        evaluation.pairs(),
        evaluation.covered(),
        String.format(Locale.ROOT, "%.4f", evaluation.spearman()));
    out().print(table);
    return 0;
  }
}
