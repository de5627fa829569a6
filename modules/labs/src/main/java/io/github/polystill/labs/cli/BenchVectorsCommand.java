package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.vectors.VectorsTrainCommand.Algorithms;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.embeddings.word2vec.Algorithm;
import io.github.polystill.embeddings.word2vec.Word2VecSettings;
import io.github.polystill.labs.vectors.VectorsBenchmark;
import io.github.polystill.labs.vectors.VectorsRow;
import io.github.polystill.report.table.TextTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill bench vectors}. */
@Command(
    name = "vectors",
    description = {
      "Train word vectors side by side with the original word2vec and with HanLP's trainer.",
      "All are given the same segmented text and the same settings, in turn; speeds are words per"
          + " second while training alone. The original is also compared with itself. As it has no"
          + " seed, its second run gets the first line twice and its vocabulary with counts moved by"
          + " up to 3 percent, which changes all that is random."
    },
    footer = {
      "",
      "Examples:",
      "  polystill bench vectors --word2vec ../word2vec/word2vec",
      "  polystill bench vectors --word2vec word2vec --text a.txt --text b.txt --json"
    })
final class BenchVectorsCommand extends AbstractCommand {
  @Option(
      names = "--word2vec",
      paramLabel = "BINARY",
      description = "The original program (default: without it).")
  Optional<Path> binary = Optional.empty();

  @Option(
      names = "--word2vec-other-seed",
      paramLabel = "BINARY",
      description = "The original program with another seed compiled in, for its second run.")
  Optional<Path> otherSeed = Optional.empty();

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "UTF-8 text to train on, may be given several times (default: synthetic text).")
  List<Path> texts = List.of();

  @Option(
      names = "--segmenter",
      paramLabel = "NAME",
      description = "What cuts the text into words (default: ${DEFAULT-VALUE}).")
  String segmenter = "hanlp-traditional";

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      converter = Algorithms.class,
      completionCandidates = Algorithms.class,
      description = "skip-gram or cbow (default: skip-gram).")
  Algorithm algorithm = Algorithm.SKIP_GRAM;

  @Option(names = "--no-hanlp", description = "Leave HanLP's trainer out.")
  boolean withoutHanLp;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the text (default: ${DEFAULT-VALUE}).")
  int epochs = 5;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of each side (default: ${DEFAULT-VALUE}).")
  int threads = 2;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Trainings of each side, in turn (default: ${DEFAULT-VALUE}).")
  int repeats = 5;

  @Mixin BenchOptions output = new BenchOptions();

  @Override
  public Integer call() throws Exception {
    requireAtLeast(1, "--repeats", repeats);
    if (otherSeed.isPresent() && binary.isEmpty()) {
      throw wrongUse("--word2vec-other-seed needs --word2vec to be compared with");
    }
    Word2VecSettings settings =
        new Word2VecSettings(
            algorithm,
            300,
            5,
            5,
            1e-3,
            5,
            epochs,
            algorithm.defaultLearningRate(),
            1,
            threads,
            false,
            2_000_000);
    VectorsBenchmark benchmark =
        new VectorsBenchmark(binary, otherSeed, !withoutHanLp, repeats, settings, this::log);
    List<VectorsRow> rows = benchmark.run(texts, Segmenters.byName(segmenter));
    output.print(out(), rows, table(rows));
    return 0;
  }

  private static TextTable table(List<VectorsRow> rows) {
    TextTable table =
        new TextTable(
            TextTable.left("peer"),
            TextTable.right("words/s"),
            TextTable.right("peer's"),
            TextTable.right("ratio"),
            TextTable.right("overlap@10"),
            TextTable.right("peer itself"),
            TextTable.right("correlation"),
            TextTable.right("peer itself"));
    for (VectorsRow row : rows) {
      table.row(
          row.peer(),
          String.format(Locale.ROOT, "%.0f", row.wordsPerSecond()),
          String.format(Locale.ROOT, "%.0f", row.peerWordsPerSecond()),
          String.format(Locale.ROOT, "%.2f", row.ratio()),
          figure(row.neighbourOverlap()),
          figure(row.peerSelfOverlap()),
          figure(row.similarityCorrelation()),
          figure(row.peerSelfCorrelation()));
    }
    return table;
  }

  private static String figure(Optional<Double> value) {
    return value.map(it -> String.format(Locale.ROOT, "%.3f", it)).orElse("-");
  }
}
