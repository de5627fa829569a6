package io.github.polystill.cli;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.RareLabels;
import io.github.polystill.data.folds.FoldDealer;
import io.github.polystill.data.folds.FoldMethod;
import io.github.polystill.data.folds.FoldQuality;
import io.github.polystill.data.folds.FoldSettings;
import io.github.polystill.data.folds.FoldSupport;
import io.github.polystill.data.folds.Leaks;
import io.github.polystill.data.folds.OwnFolds;
import io.github.polystill.data.folds.RandomFolds;
import io.github.polystill.report.table.TextTable;
import java.io.IOException;
import java.nio.file.Path;
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
      "With --split or --test-file show the corpus' own split, with --fold-field its own folds.",
      "LD and ED are the distribution measures of labels and of examples (Sechidis et al. 2011);"
          + " less is better."
    },
    footer = {
      "",
      "Examples:",
      "  polystill corpus folds my-corpus.jsonl",
      "  polystill corpus folds my-corpus.jsonl --folds 10 --method iterative --seed 7 --json",
      "  polystill corpus folds my-corpus.jsonl --split split",
      "  polystill corpus folds train.csv --validation-file dev.csv --test-file test.csv"
    })
final class CorpusFoldsCommand extends AbstractCommand {
  private static final String RANDOM = "random";

  @Mixin CorpusReadOptions source;

  @Option(
      names = "--folds",
      paramLabel = "N",
      description = "Number of folds that are dealt (default: 5).")
  Integer count;

  @Option(
      names = "--validation-file",
      paramLabel = "FILE",
      description = "With --test-file, the validation part (default: dealt from FILE).")
  Path validationFile;

  @Option(
      names = "--test-file",
      paramLabel = "FILE",
      description = "The test part of a split of which FILE is the training part.")
  Path testFile;

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
    requireOneWay();
    CorpusReadOptions.Read read = testFile == null ? source.read() : source.read(files());
    Corpus corpus = read.corpus();
    if (corpus.labels().names().isEmpty()) {
      throw new InvalidInputException(
          source.source.file
              + (read.rareLabels().dropped().isEmpty()
                  ? ": no document has a label; name their field with --labels or their columns with"
                      + " --label-columns"
                  : ": --min-label-count "
                      + source.minLabelCount
                      + " drops every label; give a smaller number"));
    }
    boolean[][] targets = corpus.targets();
    List<Fold> folds = folds(corpus);
    if (hasOwnSplit()) {
      print(read, folds, targets, Map.of(), "split");
      return 0;
    }
    count = folds.size();
    Map<String, FoldQuality> qualities = new LinkedHashMap<>();
    String shown = source.source.foldField == null ? method.key() : "field";
    qualities.put(shown, FoldQuality.of(folds, targets));
    for (FoldMethod other : FoldMethod.values()) {
      qualities.computeIfAbsent(other.key(), name -> FoldQuality.of(deal(corpus, other), targets));
    }
    qualities.put(
        RANDOM, FoldQuality.of(RandomFolds.deal(groups(corpus), settings(method), seed), targets));
    print(read, folds, targets, qualities, shown);
    return 0;
  }

  private void print(
      CorpusReadOptions.Read read,
      List<Fold> folds,
      boolean[][] targets,
      Map<String, FoldQuality> qualities,
      String shown) {
    List<String> remarks = new ArrayList<>();
    read.warnings().forEach(warning -> remarks.add(asWarning(warning)));
    remarks.addAll(read.notes());
    if (isOwn()) {
      List<Document> documents = read.corpus().documents();
      remarks.add(
          hasOwnSplit()
              ? OwnFolds.describeSplit(documents, folds.get(0))
              : OwnFolds.describeNumbers(documents));
      Leaks.of(documents, folds).warnings().forEach(leak -> remarks.add(asWarning(leak)));
    }
    remarks.addAll(rareLabels(read.corpus(), folds));
    if (json) {
      printJson(asJson(read.corpus(), folds, targets, qualities, shown, remarks));
      return;
    }
    remarks.forEach(err()::println);
    if (hasOwnSplit()) {
      out().print(splitTable(read.corpus(), folds.get(0), targets));
    } else {
      out().println(countTable(read.corpus(), folds, targets));
      out().print(qualityTable(qualities));
    }
  }

  /** What a run with these folds would say of labels that are too rare for them. */
  private List<String> rareLabels(Corpus corpus, List<Fold> folds) {
    List<String> remarks = new ArrayList<>();
    List<String> rare = tooRare(corpus, folds);
    if (!rare.isEmpty()) {
      boolean drawn = !isOwn() || OwnFolds.dealsValidation(corpus.documents());
      int least = isOwn() ? 1 : FoldSupport.leastForTraining(settings(method));
      remarks.add(
          String.format(
              Locale.ROOT,
              "not in every training part%s: %s%s",
              drawn ? ", or not for every seed" : "",
              RareLabels.names(corpus.documents(), rare),
              FoldSupport.sufficientCount(corpus, least, kept -> tooRare(kept, folds(kept)))
                  .map(CorpusFoldsCommand::minLabelCount)
                  .orElse(isOwn() ? "" : "; deal fewer --folds or give more documents")));
    }
    List<String> unmeasured = FoldSupport.unmeasured(corpus, folds);
    if (!unmeasured.isEmpty()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "not in every validation and test part: %s%s",
              RareLabels.names(corpus.documents(), unmeasured),
              isOwn()
                  ? ""
                  : FoldSupport.sufficientCount(
                          corpus,
                          FoldSupport.leastForEveryPart(settings(method)),
                          kept -> FoldSupport.unmeasured(kept, folds(kept)))
                      .map(CorpusFoldsCommand::minLabelCount)
                      .orElse("; deal fewer --folds, a larger --validation or more documents")));
    }
    return remarks;
  }

  private static String minLabelCount(int sufficient) {
    return "; --min-label-count " + sufficient + " drops such labels";
  }

  private List<String> tooRare(Corpus corpus, List<Fold> folds) {
    return isOwn()
        ? OwnFolds.tooRare(corpus, folds, settings(method))
        : FoldSupport.tooRare(corpus, folds, settings(method));
  }

  private List<Fold> folds(Corpus corpus) {
    return own(corpus).orElseGet(() -> deal(corpus, method));
  }

  private boolean isOwn() {
    return hasOwnSplit() || source.source.foldField != null;
  }

  private boolean hasOwnSplit() {
    return testFile != null || source.source.split != null;
  }

  private void requireOneWay() {
    CorpusFileOptions given = source.source;
    if (validationFile != null && testFile == null) {
      throw wrongUse("--validation-file needs --test-file");
    }
    if (testFile != null && (given.split != null || given.foldField != null)) {
      throw wrongUse(
          "--test-file and "
              + (given.split != null ? "--split" : "--fold-field")
              + " exclude each other");
    }
    if (count != null && (hasOwnSplit() || given.foldField != null)) {
      throw wrongUse("--folds is for folds that are dealt; the corpus brings its own");
    }
  }

  private Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>();
    files.put(OwnFolds.TRAIN, source.source.file);
    if (validationFile != null) {
      files.put(OwnFolds.VALIDATION, validationFile);
    }
    files.put(OwnFolds.TEST, testFile);
    return files;
  }

  /** The folds that the corpus brings. */
  private Optional<List<Fold>> own(Corpus corpus) {
    try {
      return hasOwnSplit()
          ? Optional.of(List.of(OwnFolds.split(corpus, settings(method), seed)))
          : Optional.ofNullable(source.source.foldField)
              .map(field -> OwnFolds.numbered(corpus, settings(method), seed));
    } catch (InvalidInputException e) {
      throw new InvalidInputException(source.source.file + ": " + e.getMessage(), e);
    }
  }

  private FoldSettings settings(FoldMethod chosen) {
    return new FoldSettings(count == null ? 5 : count, validation, chosen);
  }

  private static TextTable splitTable(Corpus corpus, Fold split, boolean[][] targets) {
    List<int[]> parts = List.of(split.train(), split.validation(), split.test());
    TextTable table =
        new TextTable(
            TextTable.left("label"),
            TextTable.right("all"),
            TextTable.right(OwnFolds.TRAIN),
            TextTable.right(OwnFolds.VALIDATION),
            TextTable.right(OwnFolds.TEST));
    for (int label = 0; label < corpus.labels().size(); label++) {
      int column = label;
      table.row(
          row(
              corpus.labels().name(label),
              parts.stream()
                  .mapToInt(
                      part -> (int) Arrays.stream(part).filter(i -> targets[i][column]).count())
                  .toArray()));
    }
    table.rule();
    return table.row(row("documents", parts.stream().mapToInt(part -> part.length).toArray()));
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
      Corpus corpus,
      List<Fold> folds,
      boolean[][] targets,
      Map<String, FoldQuality> qualities,
      String shown,
      List<String> remarks) {
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
    result.put("method", shown);
    result.put("folds", rows);
    result.put("quality", qualities);
    result.put("remarks", remarks);
    return result;
  }
}
