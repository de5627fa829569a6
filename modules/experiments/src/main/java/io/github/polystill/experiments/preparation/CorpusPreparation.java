package io.github.polystill.experiments.preparation;

import static java.util.stream.Collectors.joining;

import io.github.polystill.corpora.synthetic.HealthCorpusGenerator;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusReadResult;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.corpus.RareLabels;
import io.github.polystill.data.folds.FoldDealer;
import io.github.polystill.data.folds.FoldMethod;
import io.github.polystill.data.folds.FoldSettings;
import io.github.polystill.data.folds.FoldSupport;
import io.github.polystill.data.folds.Folds;
import io.github.polystill.data.folds.Leaks;
import io.github.polystill.data.folds.OwnFolds;
import io.github.polystill.data.folds.Split;
import io.github.polystill.data.segmentation.CorpusSegmenter;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.distillation.TextPipeline;
import io.github.polystill.embeddings.WordVectorsReader;
import io.github.polystill.experiments.configuration.CorpusSettings;
import io.github.polystill.experiments.configuration.EncodingSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.configuration.VectorSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads or generates an experiment's corpus, segments it and deals its folds. */
public final class CorpusPreparation {
  /**
   * What was read.
   *
   * @param warnings what is hardly meant
   * @param skipped how many records were left out
   */
  private record Source(
      List<Document> documents,
      String sha256,
      Optional<String> notice,
      List<String> warnings,
      Optional<String> skipped,
      List<String> notes) {}

  private CorpusPreparation() {}

  /**
   * Prepares the corpus of an experiment.
   *
   * @param threads number of threads that segment
   * @param cacheDirectory where segmentations are kept
   * @param progress told how far segmentation is
   * @throws InvalidInputException where the corpus can't be used
   */
  public static PreparedCorpus prepare(
      Experiment experiment,
      int threads,
      Optional<Path> cacheDirectory,
      CorpusSegmenter.Progress progress)
      throws IOException {
    requireDimensions(experiment.vectors());
    Source source = read(experiment.corpus(), experiment.corpusFormat());
    List<String> remarks = new ArrayList<>(source.warnings());
    source.skipped().ifPresent(remarks::add);
    int minLabelCount = experiment.corpus().minLabelCount();
    RareLabels.of(source.documents(), minLabelCount).describe().ifPresent(remarks::add);
    Corpus corpus = Corpus.of(source.documents(), minLabelCount);
    List<Fold> folds;
    try {
      requireTwoLabels(corpus, experiment.corpus());
      folds = deal(corpus, experiment);
    } catch (InvalidInputException e) {
      if (source.warnings().isEmpty()) {
        throw e;
      }
      // Such as another separator between labels, which is why they are rare.
      throw new InvalidInputException(
          String.join("; ", source.warnings()) + "; as it is, " + e.getMessage(), e);
    }
    if (experiment.folds().count().isEmpty()) { // nobody here dealt them
      remarks.addAll(Leaks.of(corpus.documents(), folds).warnings());
    }
    unmeasured(corpus, folds, experiment).ifPresent(remarks::add);
    describeLabelled(folds, experiment).ifPresent(remarks::add);
    SegmentedCorpus segmented;
    try (Segmenter segmenter = experiment.segmentation().open()) {
      segmented = CorpusSegmenter.segment(corpus, segmenter, threads, cacheDirectory, progress);
    }
    List<String> notes = new ArrayList<>(source.notes());
    describeOwnFolds(corpus, folds, experiment).ifPresent(notes::add);
    return new PreparedCorpus(segmented, folds, source.sha256(), source.notice(), remarks, notes);
  }

  /**
   * The experiment of a file, once its inputs are there and its corpus brings the folds it asks
   * for.
   *
   * @throws InvalidInputException naming the key of what is not
   */
  public static Experiment requireInputs(ExperimentFile file) throws IOException {
    file.requireFiles();
    Experiment experiment = file.experiment();
    boolean numbered = experiment.folds().field().isPresent();
    if (!numbered && !experiment.corpus().hasOwnSplit()) {
      return experiment;
    }
    List<Document> documents = read(experiment.corpus(), experiment.corpusFormat()).documents();
    int folds = 1;
    try {
      if (numbered) {
        folds = OwnFolds.numbers(documents).size();
      } else {
        OwnFolds.requireParts(documents);
      }
    } catch (InvalidInputException e) {
      String key =
          numbered
              ? "folds.field"
              : experiment.corpus().split().isPresent() ? "corpus.split" : "corpus.train";
      throw file.error(key, experiment.corpus().name() + ": " + e.getMessage());
    }
    return numbered ? file.withOwnFolds(folds) : experiment;
  }

  /**
   * The documents of a corpus, where it is still the one that a run has read.
   *
   * @param sha256 that of {@link PreparedCorpus}
   */
  public static Optional<List<Document>> documents(CorpusSettings settings, String sha256)
      throws IOException {
    if (settings.generate().isEmpty()) {
      boolean there = settings.files().stream().allMatch(Files::isRegularFile);
      if (!there || !checksum(settings).equals(sha256)) {
        return Optional.empty();
      }
    }
    Source source = read(settings, settings.fileFormat());
    return Optional.of(source).filter(read -> read.sha256().equals(sha256)).map(Source::documents);
  }

  /** What must be said with every figure of a corpus, such as that it is synthetic. */
  public static Optional<String> notice(CorpusSettings settings) {
    return settings.generate().map(generated -> HealthCorpusGenerator.NOTICE);
  }

  /**
   * The same corpus with the folds of another seed.
   *
   * @throws InvalidInputException where a label is too rare for them
   */
  public static PreparedCorpus dealtAgain(PreparedCorpus corpus, Experiment experiment) {
    return new PreparedCorpus(
        corpus.segmented(),
        deal(corpus.segmented().corpus(), experiment),
        corpus.sha256(),
        corpus.notice(),
        corpus.remarks(),
        corpus.notes());
  }

  /**
   * How an experiment's texts become what networks learn from.
   *
   * @param vectorFile word vectors; empty for random ones
   */
  public static TextPipeline pipeline(Experiment experiment, Optional<Path> vectorFile) {
    EncodingSettings encoding = experiment.encoding();
    return new TextPipeline(
        experiment.segmentation().open(),
        encoding.maxLength(),
        encoding.minCount(),
        encoding.maxWords(),
        vectors(experiment.vectors(), vectorFile));
  }

  private static TextPipeline.Vectors vectors(VectorSettings settings, Optional<Path> vectorFile) {
    long seed = settings.seed().orElseThrow();
    Optional<Integer> dimensions = settings.dimensions();
    if (vectorFile.isEmpty()) {
      return TextPipeline.Vectors.random(dimensions.orElseThrow(), seed);
    }
    Path file = vectorFile.get();
    return vocabulary ->
        dimensions.isPresent()
            ? WordVectorsReader.readFor(file, vocabulary, dimensions.get(), seed)
            : WordVectorsReader.readFor(file, vocabulary, seed);
  }

  private static void requireDimensions(VectorSettings settings) throws IOException {
    if (settings.path().isPresent() && settings.dimensions().isPresent()) {
      WordVectorsReader.requireDimensions(
          Path.of(settings.path().get()), settings.dimensions().get());
    }
  }

  private static void requireTwoLabels(Corpus corpus, CorpusSettings settings) {
    int labels = corpus.labels().size();
    if (labels >= 2) {
      return;
    }
    if (labels == 0 && corpus.documents().stream().allMatch(it -> it.labels().isEmpty())) {
      throw InvalidInputException.of(
          "%s: no document has a label; name their field with corpus.labels or their columns with corpus.labelColumns",
          settings.name());
    }
    String count = labels == 0 ? "no label" : "only one label";
    String remedy = settings.minLabelCount() > 1 ? " or lower that key" : "";
    throw InvalidInputException.of(
        "%s: %s has corpus.minLabelCount=%d or more documents; give a corpus with two such labels%s",
        settings.name(), count, settings.minLabelCount(), remedy);
  }

  private static Source read(CorpusSettings settings, CorpusFormat format) throws IOException {
    if (settings.generate().isPresent()) {
      CorpusSettings.Generated generated = settings.generate().get();
      List<Document> documents =
          HealthCorpusGenerator.generate(generated.documents(), generated.seed());
      return new Source(
          documents, checksum(documents), notice(settings), List.of(), Optional.empty(), List.of());
    }
    CorpusReadResult result =
        settings.path().isPresent()
            ? CorpusReader.read(Path.of(settings.path().get()), format)
            : CorpusReader.read(settings.partFiles(), format);
    List<Document> documents =
        settings.skipInvalid()
            ? CorpusReader.skippingInvalid(result).documents()
            : CorpusReader.strict(result);
    Optional<String> skipped =
        Optional.of(result.skipped())
            .filter(records -> records > 0)
            .map(
                records ->
                    String.format(
                        Locale.ROOT,
                        "skipped %d invalid %s of %s",
                        records,
                        records == 1 ? "record" : "records",
                        settings.files().stream().map(Path::toString).collect(joining(", "))));
    return new Source(
        documents,
        checksum(settings),
        Optional.empty(),
        result.warnings(),
        skipped,
        result.notes());
  }

  /** That of the file, or of a line {@code SHA-256 two blanks part} for each file. */
  private static String checksum(CorpusSettings settings) throws IOException {
    if (settings.path().isPresent()) {
      return ContentHash.ofFile(Path.of(settings.path().get()));
    }
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, Path> file : settings.partFiles().entrySet()) {
      lines.append(ContentHash.ofFile(file.getValue())).append("  ").append(file.getKey());
      lines.append('\n');
    }
    return ContentHash.ofBytes(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String checksum(List<Document> documents) {
    ContentHash hash = new ContentHash();
    for (Document document : documents) {
      hash.add(document.id()).add(document.text()).add(String.join("\n", document.labels()));
    }
    return hash.hex();
  }

  private static List<Fold> deal(Corpus corpus, Experiment experiment) {
    String where = experiment.corpus().name();
    List<Fold> folds;
    try {
      folds = folds(corpus, experiment);
    } catch (InvalidInputException e) {
      // The dealer knows documents, not where they came from.
      throw new InvalidInputException(where + ": " + e.getMessage(), e);
    }
    List<String> rare = tooRare(corpus, folds, experiment);
    if (!rare.isEmpty()) {
      throw InvalidInputException.of("%s: %s", where, describeRare(corpus, rare, experiment));
    }
    List<Fold> labelled = withLabelledShare(corpus, folds, experiment);
    requireTrainingParts(corpus, run(labelled, experiment), experiment);
    requirePairs(labelled, experiment);
    return labelled;
  }

  private static List<Fold> withLabelledShare(
      Corpus corpus, List<Fold> folds, Experiment experiment) {
    Optional<Double> share = experiment.corpus().labelledShare();
    if (share.isEmpty()) {
      return folds;
    }
    boolean[][] targets = corpus.targets();
    List<Optional<String>> groups = corpus.documents().stream().map(Document::group).toList();
    FoldMethod method = experiment.folds().method();
    if (experiment.teacher().crossFitFolds()) { // a teacher is to learn no label that another lacks
      return FoldDealer.withCommonLabels(
          folds, targets, groups, share.get(), method, experiment.seed());
    }
    return folds.stream()
        .map(
            fold ->
                FoldDealer.withLabels(
                    fold, targets, groups, share.get(), method, experiment.seed()))
        .toList();
  }

  /** Finds out before anything is trained. */
  private static void requireTrainingParts(Corpus corpus, List<Fold> folds, Experiment experiment) {
    if (experiment.teacher().crossFit().isEmpty()) {
      return;
    }
    List<Optional<String>> groups = corpus.documents().stream().map(Document::group).toList();
    for (Fold fold : folds) {
      FoldDealer.trainingParts(
          fold,
          corpus.targets(),
          groups,
          experiment.teacher().crossFit().get(),
          experiment.folds().method(),
          experiment.seed());
    }
  }

  private static void requirePairs(List<Fold> folds, Experiment experiment) {
    for (Fold fold :
        experiment.teacher().crossFitFolds() ? run(folds, experiment) : List.<Fold>of()) {
      for (Fold other : folds) {
        Fold common = fold.common(other);
        boolean isPair = other.index() != fold.index();
        if (isPair && (common.train().length == 0 || common.validation().length == 0)) {
          throw InvalidInputException.of(
              "teacher.crossFitFolds: no %s document is left outside of folds %d and %d; give more"
                  + " folds or documents, or teacher.crossFit in place of it",
              common.train().length == 0 ? "training" : "validation", fold.index(), other.index());
        }
      }
    }
  }

  private static List<Fold> folds(Corpus corpus, Experiment experiment) {
    FoldSettings settings = experiment.folds().dealing();
    if (experiment.corpus().hasOwnSplit()) {
      return List.of(OwnFolds.split(corpus, settings, experiment.seed()));
    }
    if (experiment.folds().run().isEmpty()) {
      throw new IllegalArgumentException("folds of a field; call requireInputs first");
    }
    if (experiment.folds().field().isPresent()) {
      return OwnFolds.numbered(corpus, settings, experiment.seed());
    }
    return new Folds(settings, experiment.seed()).of(corpus).stream().map(Split::fold).toList();
  }

  /** What must be said with every figure of a part of the labels. */
  private static Optional<String> describeLabelled(List<Fold> folds, Experiment experiment) {
    Fold first = folds.get(experiment.folds().run().get(0));
    return experiment.corpus().labelledShare().isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "corpus.labelledShare: in %s %,d of %,d training documents keep their labels; the"
                    + " teacher and the standalone student learn those, the distilled student the"
                    + " teacher's answers to all",
                experiment.foldName(first.index(), OptionalLong.empty()),
                first.train().length,
                first.texts().length));
  }

  /** Which folds the corpus itself brings; empty where they are dealt. */
  private static Optional<String> describeOwnFolds(
      Corpus corpus, List<Fold> folds, Experiment experiment) {
    return experiment.corpus().hasOwnSplit()
        ? Optional.of(OwnFolds.describeSplit(corpus.documents(), folds.get(0)))
        : experiment.folds().field().map(it -> OwnFolds.describeNumbers(corpus.documents()));
  }

  private static boolean isDealt(Experiment experiment) {
    return !experiment.corpus().hasOwnSplit() && experiment.folds().field().isEmpty();
  }

  private static List<Fold> run(List<Fold> folds, Experiment experiment) {
    return experiment.folds().run().stream().map(folds::get).toList();
  }

  /** Labels that cannot be learnt, whatever the draw. */
  private static List<String> tooRare(Corpus corpus, List<Fold> folds, Experiment experiment) {
    return isDealt(experiment)
        ? FoldSupport.tooRare(corpus, run(folds, experiment), experiment.folds().dealing())
        : OwnFolds.tooRare(corpus, run(folds, experiment), experiment.folds().dealing());
  }

  private static String describeRare(Corpus corpus, List<String> rare, Experiment experiment) {
    FoldSettings dealing = experiment.folds().dealing();
    boolean dealt = isDealt(experiment);
    boolean drawn = dealt || OwnFolds.dealsValidation(corpus.documents());
    String problem = "are in no document of a training part";
    String remedy = "move documents that have them into training";
    if (dealt) {
      problem = "have too few documents to train on in each of " + dealing.count() + " folds";
      remedy = "lower folds.count or give more documents";
    } else if (drawn) {
      problem =
          "have fewer than "
              + FoldSupport.leastOutside(dealing)
              + " documents outside a test part, and validation is dealt from those";
      remedy =
          experiment.corpus().hasOwnSplit()
              ? "give a validation part of your own or more documents"
              : "give more documents";
    }
    return String.format(
        Locale.ROOT,
        "%d of %d labels %s: %s; %s%s",
        rare.size(),
        corpus.labels().size(),
        problem,
        RareLabels.names(corpus.documents(), rare),
        FoldSupport.sufficientCount(
                corpus,
                dealt ? FoldSupport.leastForTraining(dealing) : 1,
                kept -> tooRare(kept, folds(kept, experiment), experiment))
            .map(least -> "set corpus.minLabelCount=" + least + ", which drops such labels, or ")
            .orElse(""),
        remedy);
  }

  private static Optional<String> unmeasured(
      Corpus corpus, List<Fold> folds, Experiment experiment) {
    List<String> labels = FoldSupport.unmeasured(corpus, run(folds, experiment));
    return labels.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the validation or test part of a fold has no document of "
                + RareLabels.names(corpus.documents(), labels)
                + (isDealt(experiment) ? remedyOfUnmeasured(corpus, experiment) : ""));
  }

  private static String remedyOfUnmeasured(Corpus corpus, Experiment experiment) {
    return FoldSupport.sufficientCount(
            corpus,
            FoldSupport.leastForEveryPart(experiment.folds().dealing()),
            kept -> FoldSupport.unmeasured(kept, run(folds(kept, experiment), experiment)))
        .map(least -> "; with corpus.minLabelCount=" + least + " every part has one of each label")
        .orElse("; it takes fewer folds, a larger folds.validation or more documents");
  }
}
