package io.github.polystill.experiments.preparation;

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
import io.github.polystill.data.segmentation.CorpusSegmenter;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.data.synthetic.HealthCorpusGenerator;
import io.github.polystill.embeddings.WordVectorsReader;
import io.github.polystill.experiments.configuration.CorpusSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.GeneratedCorpus;
import io.github.polystill.experiments.configuration.VectorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads or generates an experiment's corpus, segments it and deals its folds. */
public final class CorpusPreparation {
  private record Source(List<Document> documents, String sha256, Optional<String> notice) {}

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
    List<String> remarks = new ArrayList<>();
    Source source = read(experiment.corpus(), remarks);
    int minLabelCount = experiment.corpus().minLabelCount();
    RareLabels.of(source.documents(), minLabelCount).describe().ifPresent(remarks::add);
    Corpus corpus = Corpus.of(source.documents(), minLabelCount);
    if (corpus.labels().size() < 2) {
      throw tooFewLabels(experiment.corpus(), corpus.labels().size());
    }
    List<Fold> folds = deal(corpus, experiment);
    SegmentedCorpus segmented =
        CorpusSegmenter.segment(
            corpus,
            Segmenters.byName(experiment.segmentation().segmenter()),
            threads,
            cacheDirectory,
            progress);
    return new PreparedCorpus(segmented, folds, source.sha256(), source.notice(), remarks);
  }

  /**
   * The documents of a corpus, where it is still the one that a run has read.
   *
   * @param sha256 that of {@link PreparedCorpus}
   */
  public static Optional<List<Document>> documents(CorpusSettings settings, String sha256)
      throws IOException {
    if (settings.path().isPresent()) {
      Path file = Path.of(settings.path().get());
      if (!Files.isRegularFile(file) || !ContentHash.ofFile(file).equals(sha256)) {
        return Optional.empty();
      }
    }
    Source source = read(settings, new ArrayList<>());
    return Optional.of(source).filter(read -> read.sha256().equals(sha256)).map(Source::documents);
  }

  /** What must be said with every figure of a corpus, such as that it is synthetic. */
  public static Optional<String> notice(CorpusSettings settings) {
    return settings.generate().map(generated -> HealthCorpusGenerator.NOTICE);
  }

  /**
   * The same corpus with the folds of another seed.
   *
   * @throws InvalidInputException where a label is in no training document of one of them
   */
  public static PreparedCorpus dealtAgain(PreparedCorpus corpus, Experiment experiment) {
    return new PreparedCorpus(
        corpus.segmented(),
        deal(corpus.segmented().corpus(), experiment),
        corpus.sha256(),
        corpus.notice(),
        corpus.remarks());
  }

  private static void requireDimensions(VectorSettings settings) throws IOException {
    if (settings.path().isPresent() && settings.dimensions().isPresent()) {
      WordVectorsReader.requireDimensions(
          Path.of(settings.path().get()), settings.dimensions().get());
    }
  }

  private static String where(CorpusSettings settings) {
    return settings.path().orElse("the generated corpus");
  }

  private static InvalidInputException tooFewLabels(CorpusSettings settings, int labels) {
    String count = labels == 0 ? "no label" : "only one label";
    String remedy = settings.minLabelCount() > 1 ? " or lower that key" : "";
    return new InvalidInputException(
        String.format(
            Locale.ROOT,
            "%s: %s has corpus.minLabelCount=%d or more documents; give a corpus with two such labels%s",
            where(settings),
            count,
            settings.minLabelCount(),
            remedy));
  }

  private static Source read(CorpusSettings settings, List<String> remarks) throws IOException {
    if (settings.generate().isPresent()) {
      GeneratedCorpus generated = settings.generate().get();
      List<Document> documents =
          HealthCorpusGenerator.generate(generated.documents(), generated.seed());
      return new Source(documents, checksum(documents), notice(settings));
    }
    Path file = Path.of(settings.path().orElseThrow());
    CorpusFormat format = settings.fileFormat();
    if (!settings.skipInvalid()) {
      return new Source(
          CorpusReader.readStrict(file, format), ContentHash.ofFile(file), Optional.empty());
    }
    CorpusReadResult result = CorpusReader.readSkippingInvalid(file, format);
    if (result.skipped() > 0) {
      remarks.add(
          String.format(Locale.ROOT, "skipped %d invalid records of %s", result.skipped(), file));
    }
    return new Source(result.documents(), ContentHash.ofFile(file), Optional.empty());
  }

  private static String checksum(List<Document> documents) {
    ContentHash hash = new ContentHash();
    for (Document document : documents) {
      hash.add(document.id()).add(document.text()).add(String.join("\n", document.labels()));
    }
    return hash.hex();
  }

  private static List<Fold> deal(Corpus corpus, Experiment experiment) {
    List<Optional<String>> groups = corpus.documents().stream().map(Document::group).toList();
    boolean[][] targets = corpus.targets();
    String where = where(experiment.corpus());
    List<Fold> folds;
    try {
      folds = FoldDealer.deal(targets, groups, experiment.folds().dealing(), experiment.seed());
    } catch (InvalidInputException e) {
      // The dealer knows documents, not where they came from.
      throw new InvalidInputException(where + ": " + e.getMessage(), e);
    }
    for (int index : experiment.folds().run()) {
      requireEveryLabel(corpus, targets, folds.get(index), where);
    }
    return folds;
  }

  private static void requireEveryLabel(
      Corpus corpus, boolean[][] targets, Fold fold, String where) {
    for (int label = 0; label < corpus.labels().size(); label++) {
      boolean found = false;
      for (int document : fold.train()) {
        found |= targets[document][label];
      }
      if (!found) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "%s: label %s is in no training document of fold %d; raise corpus.minLabelCount or lower folds.count",
                where,
                corpus.labels().name(label),
                fold.index()));
      }
    }
  }
}
