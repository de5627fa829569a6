package io.github.polystill.cli;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.folds.FoldDealer;
import io.github.polystill.data.folds.FoldMethod;
import io.github.polystill.data.folds.FoldQuality;
import io.github.polystill.data.folds.FoldSettings;
import io.github.polystill.data.folds.RandomFolds;
import io.github.polystill.evaluation.table.TextTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill corpus folds}. */
@Command(
    name = "folds",
    description = {
      "Deal a corpus to folds and show how evenly its labels are spread.",
      "LD and ED are the distribution measures of labels and of examples (Sechidis et al. 2011);"
          + " less is better."
    },
    footer = {
      "",
      "Examples:",
      "  polystill corpus folds my-corpus.jsonl",
      "  polystill corpus folds my-corpus.jsonl --folds 10 --method iterative --seed 7 --json"
    })
final class CorpusFoldsCommand extends AbstractCommand {
  private static final String RANDOM = "random";

  @Mixin CorpusReadOptions source;

  @Option(
      names = "--folds",
      paramLabel = "N",
      description = "Number of folds (default: ${DEFAULT-VALUE}).")
  int count = 5;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description = "Share of the training part held out (default: ${DEFAULT-VALUE}).")
  double validation = 0.15;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      converter = FoldMethodConverter.class,
      completionCandidates = FoldMethodConverter.class,
      description = "rarest-first, the paper's, or iterative (default: rarest-first).")
  FoldMethod method = FoldMethod.RAREST_FIRST;

  @Option(names = "--seed", paramLabel = "N", description = "Seed (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    CorpusReadOptions.Read read = source.read();
    Corpus corpus = read.corpus();
    boolean[][] targets = corpus.targets();
    List<Fold> folds = deal(corpus, method);
    Map<String, FoldQuality> qualities = new LinkedHashMap<>();
    qualities.put(method.key(), FoldQuality.of(folds, targets));
    for (FoldMethod other : FoldMethod.values()) {
      qualities.computeIfAbsent(other.key(), name -> FoldQuality.of(deal(corpus, other), targets));
    }
    qualities.put(
        RANDOM, FoldQuality.of(RandomFolds.deal(groups(corpus), settings(method), seed), targets));
    if (json) {
      printJson(asJson(corpus, folds, targets, qualities));
    } else {
      read.remarks().forEach(err()::println);
      out().println(countTable(corpus, folds, targets));
      out().print(qualityTable(qualities));
    }
    return 0;
  }

  private FoldSettings settings(FoldMethod chosen) {
    return new FoldSettings(count, validation, chosen);
  }

  private List<Fold> deal(Corpus corpus, FoldMethod chosen) {
    return FoldDealer.deal(corpus.targets(), groups(corpus), settings(chosen), seed);
  }

  private static List<Optional<String>> groups(Corpus corpus) {
    return corpus.documents().stream().map(Document::group).toList();
  }

  private static TextTable countTable(Corpus corpus, List<Fold> folds, boolean[][] targets) {
    List<TextTable.Column> columns = new ArrayList<>();
    columns.add(TextTable.left("label"));
    columns.add(TextTable.right("all"));
    folds.forEach(fold -> columns.add(TextTable.right("fold " + fold.index())));
    TextTable table = new TextTable(columns.toArray(TextTable.Column[]::new));
    int[][] counts = FoldQuality.labelCounts(folds, targets);
    for (int label = 0; label < corpus.labels().size(); label++) {
      table.row(row(corpus.labels().name(label), ofLabel(counts, label)));
    }
    table.rule();
    table.row(row("test documents", folds.stream().mapToInt(f -> f.test().length).toArray()));
    table.row(row("validation", "", folds.stream().mapToInt(f -> f.validation().length).toArray()));
    return table.row(row("train", "", folds.stream().mapToInt(f -> f.train().length).toArray()));
  }

  private static int[] ofLabel(int[][] counts, int label) {
    return Arrays.stream(counts).mapToInt(fold -> fold[label]).toArray();
  }

  private static Object[] row(String name, int[] perFold) {
    return row(name, String.valueOf(Arrays.stream(perFold).sum()), perFold);
  }

  private static Object[] row(String name, String all, int[] perFold) {
    Object[] cells = new Object[perFold.length + 2];
    cells[0] = name;
    cells[1] = all;
    IntStream.range(0, perFold.length).forEach(fold -> cells[fold + 2] = perFold[fold]);
    return cells;
  }

  private static TextTable qualityTable(Map<String, FoldQuality> qualities) {
    TextTable table =
        new TextTable(TextTable.left("method"), TextTable.right("LD"), TextTable.right("ED"));
    qualities.forEach(
        (name, quality) ->
            table.row(
                name,
                String.format(Locale.ROOT, "%.5f", quality.labelsDistribution()),
                String.format(Locale.ROOT, "%.2f", quality.examplesDistribution())));
    return table;
  }

  private Map<String, Object> asJson(
      Corpus corpus, List<Fold> folds, boolean[][] targets, Map<String, FoldQuality> qualities) {
    int[][] counts = FoldQuality.labelCounts(folds, targets);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Fold fold : folds) {
      Map<String, Object> labels = new LinkedHashMap<>();
      for (int label = 0; label < corpus.labels().size(); label++) {
        labels.put(corpus.labels().name(label), counts[fold.index()][label]);
      }
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("fold", fold.index());
      row.put("train", fold.train().length);
      row.put("validation", fold.validation().length);
      row.put("test", fold.test().length);
      row.put("labels", labels);
      rows.add(row);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("method", method.key());
    result.put("folds", rows);
    result.put("quality", qualities);
    return result;
  }
}
