package io.github.polystill.cli.corpus;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.KeyConverter;
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
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  /** The methods by their keys. */
  static final class Methods extends KeyConverter<FoldMethod> {
    Methods() {
      super(FoldMethod.values(), FoldMethod::key);
    }
  }

  private record Parts(
      int fold, int train, int validation, int test, Map<String, Integer> labels) {}

  private record Result(
      String method, List<Parts> folds, Map<String, FoldQuality> quality, List<String> remarks) {}

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
  Optional<Path> validationFile = Optional.empty();

  @Option(
      names = "--test-file",
      paramLabel = "FILE",
      description = "The test part of a split of which FILE is the training part.")
  Optional<Path> testFile = Optional.empty();

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description = "Share of the training part held out (default: ${DEFAULT-VALUE}).")
  double validation = 0.15;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      converter = Methods.class,
      completionCandidates = Methods.class,
      description = "rarest-first, the paper's, or iterative (default: rarest-first).")
  FoldMethod method = FoldMethod.RAREST_FIRST;

  @Option(names = "--seed", paramLabel = "N", description = "Seed (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    requireOneWay();
    CorpusReadOptions.Read read = testFile.isEmpty() ? source.read() : source.read(files());
    Corpus corpus = read.corpus();
    requireLabels(read);
    List<Fold> folds = folds(corpus);
    if (!hasOwnSplit()) {
      count = folds.size();
    }
    String shown = hasOwnSplit() ? "split" : isOwn() ? "field" : method.key();
    Map<String, FoldQuality> qualities = hasOwnSplit() ? Map.of() : qualities(corpus, folds, shown);
    List<String> remarks = remarks(read, folds);
    if (json) {
      printJson(
          new Result(
              shown, folds.stream().map(it -> parts(corpus, it)).toList(), qualities, remarks));
      return 0;
    }
    remarks.forEach(this::log);
    if (hasOwnSplit()) {
      out().print(splitTable(corpus, folds.get(0)));
    } else {
      out().println(foldTable(corpus, folds));
      TextTable table = TextTable.of("method", "LD", "ED");
      qualities.forEach(
          (name, quality) ->
              table.row(
                  name,
                  String.format(Locale.ROOT, "%.5f", quality.labelsDistribution()),
                  String.format(Locale.ROOT, "%.2f", quality.examplesDistribution())));
      out().print(table);
    }
    return 0;
  }

  private void requireOneWay() {
    CorpusFileOptions given = source.source;
    if (validationFile.isPresent() && testFile.isEmpty()) {
      throw wrongUse("--validation-file needs --test-file");
    }
    if (testFile.isPresent() && given.part().isPresent()) {
      throw wrongUse(
          (given.split.isPresent() ? "--test-file and --split" : "--test-file and --fold-field")
              + " exclude each other");
    }
    if (count != null && isOwn()) {
      throw wrongUse("--folds is for folds that are dealt; the corpus brings its own");
    }
  }

  private void requireLabels(CorpusReadOptions.Read read) {
    if (read.corpus().labels().names().isEmpty()) {
      String why =
          read.rareLabels().dropped().isEmpty()
              ? CorpusFileOptions.NO_LABELS
              : "--min-label-count %d drops every label; give a smaller number";
      throw InvalidInputException.of("%s: " + why, source.source.file, source.minLabelCount);
    }
  }

  private boolean isOwn() {
    return hasOwnSplit() || source.source.foldField.isPresent();
  }

  private boolean hasOwnSplit() {
    return testFile.isPresent() || source.source.split.isPresent();
  }

  private Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>();
    files.put(OwnFolds.TRAIN, source.source.file);
    validationFile.ifPresent(file -> files.put(OwnFolds.VALIDATION, file));
    files.put(OwnFolds.TEST, testFile.orElseThrow());
    return files;
  }

  /** The folds that the corpus brings, or those that are dealt. */
  private List<Fold> folds(Corpus corpus) {
    if (!isOwn()) {
      return deal(corpus, method);
    }
    try {
      return hasOwnSplit()
          ? List.of(OwnFolds.split(corpus, settings(method), seed))
          : OwnFolds.numbered(corpus, settings(method), seed);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(source.source.file + ": " + e.getMessage(), e);
    }
  }

  private List<Fold> deal(Corpus corpus, FoldMethod chosen) {
    return FoldDealer.deal(corpus.targets(), groups(corpus), settings(chosen), seed);
  }

  private static List<Optional<String>> groups(Corpus corpus) {
    return corpus.documents().stream().map(Document::group).toList();
  }

  private FoldSettings settings(FoldMethod chosen) {
    return new FoldSettings(count == null ? 5 : count, validation, chosen);
  }

  /** That of the folds that are shown, of every method and of chance. */
  private Map<String, FoldQuality> qualities(Corpus corpus, List<Fold> folds, String shown) {
    boolean[][] targets = corpus.targets();
    Map<String, FoldQuality> qualities = new LinkedHashMap<>();
    qualities.put(shown, FoldQuality.of(folds, targets));
    for (FoldMethod other : FoldMethod.values()) {
      qualities.computeIfAbsent(other.key(), name -> FoldQuality.of(deal(corpus, other), targets));
    }
    List<Fold> random = FoldDealer.dealAtRandom(groups(corpus), settings(method), seed);
    qualities.put("random", FoldQuality.of(random, targets));
    return qualities;
  }

  private List<String> remarks(CorpusReadOptions.Read read, List<Fold> folds) {
    Corpus corpus = read.corpus();
    List<Document> documents = corpus.documents();
    List<String> remarks = new ArrayList<>();
    read.records().warnings().forEach(warning -> remarks.add(asWarning(warning)));
    remarks.addAll(read.records().notes());
    if (isOwn()) {
      remarks.add(
          hasOwnSplit()
              ? OwnFolds.describeSplit(documents, folds.get(0))
              : OwnFolds.describeNumbers(documents));
      Leaks.of(documents, folds).warnings().forEach(leak -> remarks.add(asWarning(leak)));
    }
    boolean drawn = !isOwn() || OwnFolds.dealsValidation(documents);
    rare(
            corpus,
            drawn ? "training part, or not for every seed" : "training part",
            isOwn() ? 1 : FoldSupport.leastForTraining(settings(method)),
            kept -> tooRare(kept, folds(kept)),
            isOwn() ? "" : "; deal fewer --folds or give more documents")
        .ifPresent(remarks::add);
    rare(
            corpus,
            "validation and test part",
            isOwn() ? Integer.MAX_VALUE : FoldSupport.leastForEveryPart(settings(method)),
            kept -> FoldSupport.unmeasured(kept, folds(kept)),
            isOwn() ? "" : "; deal fewer --folds, a larger --validation or more documents")
        .ifPresent(remarks::add);
    return remarks;
  }

  private List<String> tooRare(Corpus corpus, List<Fold> folds) {
    return isOwn()
        ? OwnFolds.tooRare(corpus, folds, settings(method))
        : FoldSupport.tooRare(corpus, folds, settings(method));
  }

  /**
   * What a run with these folds would say of labels that are too rare for them.
   *
   * @param least documents from which on a label may be in every such part
   * @param rare the labels of a corpus that are not
   * @param otherwise the remedy where no number of documents does
   */
  private static Optional<String> rare(
      Corpus corpus,
      String part,
      int least,
      Function<Corpus, List<String>> rare,
      String otherwise) {
    List<String> labels = rare.apply(corpus);
    if (labels.isEmpty()) {
      return Optional.empty();
    }
    String remedy =
        FoldSupport.sufficientCount(corpus, least, rare)
            .map(number -> "; --min-label-count " + number + " drops such labels")
            .orElse(otherwise);
    String names = RareLabels.names(corpus.documents(), labels);
    return Optional.of("not in every " + part + ": " + names + remedy);
  }

  private static Parts parts(Corpus corpus, Fold fold) {
    Map<String, Integer> labels = new LinkedHashMap<>();
    for (String label : corpus.labels().names()) {
      labels.put(label, carriers(corpus, label, fold.test()));
    }
    return new Parts(
        fold.index(), fold.train().length, fold.validation().length, fold.test().length, labels);
  }

  /** How many documents of a part carry a label. */
  private static int carriers(Corpus corpus, String label, int[] part) {
    return (int)
        Arrays.stream(part).filter(i -> corpus.documents().get(i).labels().contains(label)).count();
  }

  private static TextTable splitTable(Corpus corpus, Fold split) {
    List<int[]> parts = List.of(split.train(), split.validation(), split.test());
    List<String> names = List.of(OwnFolds.TRAIN, OwnFolds.VALIDATION, OwnFolds.TEST);
    return labelTable(corpus, names, parts).row(row("documents", sizes(parts.stream())));
  }

  private static TextTable foldTable(Corpus corpus, List<Fold> folds) {
    List<String> names = folds.stream().map(fold -> "fold " + fold.index()).toList();
    TextTable table = labelTable(corpus, names, folds.stream().map(Fold::test).toList());
    table.row(row("test documents", sizes(folds.stream().map(Fold::test))));
    for (boolean train : List.of(false, true)) {
      Object[] sizes = row("", sizes(folds.stream().map(train ? Fold::train : Fold::validation)));
      sizes[0] = train ? "train" : "validation";
      sizes[1] = ""; // a document is in several
      table.row(sizes);
    }
    return table;
  }

  private static IntStream sizes(Stream<int[]> parts) {
    return parts.mapToInt(part -> part.length);
  }

  /** How many documents of each part carry each label. */
  private static TextTable labelTable(Corpus corpus, List<String> names, List<int[]> parts) {
    TextTable table =
        TextTable.of(
            "label", Stream.concat(Stream.of("all"), names.stream()).toArray(String[]::new));
    for (String label : corpus.labels().names()) {
      table.row(row(label, parts.stream().mapToInt(part -> carriers(corpus, label, part))));
    }
    return table.rule();
  }

  /** A name, the sum and what it is of. */
  private static Object[] row(String name, IntStream perPart) {
    List<Object> cells = new ArrayList<>(perPart.boxed().toList());
    cells.add(0, cells.stream().mapToInt(it -> (int) it).sum());
    cells.add(0, name);
    return cells.toArray();
  }
}
