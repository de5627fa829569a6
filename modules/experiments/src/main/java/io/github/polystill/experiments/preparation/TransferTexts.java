package io.github.polystill.experiments.preparation;

import io.github.polystill.corpora.text.TextDocuments;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.segmentation.CorpusSegmenter;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.text.SharedRuns;
import io.github.polystill.experiments.configuration.Experiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Texts without labels of which distilled students learn the teacher's answers. None repeats
 * another or a document, and those of a fold have no {@link SharedRuns run of characters} in common
 * with its validation and test documents.
 */
public final class TransferTexts {
  /** No texts. */
  public static final TransferTexts NONE = new TransferTexts(new IdentityHashMap<>());

  private static final OfFold NOTHING = new OfFold(List.of(), 0, 0, 0);

  private final IdentityHashMap<Fold, OfFold> folds;

  private TransferTexts(IdentityHashMap<Fold, OfFold> folds) {
    this.folds = folds;
  }

  /**
   * Those of one fold.
   *
   * @param texts that its students learn
   * @param read texts of the files
   * @param evaluated those left out as they have a run in common with a validation or test document
   * @param repeated others left out, as they repeat a training document or another of the texts
   */
  public record OfFold(List<SegmentedText> texts, int read, int evaluated, int repeated) {}

  /**
   * A text.
   *
   * @param leftOut numbers of the folds that don't have it
   */
  private record Text(String text, BitSet leftOut) {}

  /**
   * Reads an experiment's texts. Of more than its students can come to in all their epochs it keeps
   * so many at random.
   *
   * @param folds that are run
   * @throws InvalidInputException where a file has no text, or a fold is left none
   */
  public static TransferTexts read(
      Experiment experiment,
      Corpus corpus,
      List<Fold> folds,
      int threads,
      Optional<Path> cacheDirectory,
      CorpusSegmenter.Progress progress)
      throws IOException {
    List<String> documents =
        corpus.documents().stream().map(it -> SharedRuns.comparable(it.text())).toList();
    List<SharedRuns> evaluated = new ArrayList<>();
    for (Fold fold : folds) {
      evaluated.add(
          new SharedRuns(
              IntStream.concat(IntStream.of(fold.validation()), IntStream.of(fold.test()))
                  .mapToObj(documents::get)
                  .toList()));
    }
    Set<Long> known = new HashSet<>();
    documents.forEach(it -> known.add(hash(it)));
    TreeMap<Long, Text> kept = new TreeMap<>(Long::compareUnsigned); // by hash: at random
    int most = most(experiment, folds);
    int read = 0;
    int[] left = new int[folds.size()];
    int[] repeated = new int[folds.size()];
    for (String file : experiment.student().transfer()) {
      int before = read;
      try (TextDocuments texts =
          TextDocuments.open(Path.of(file), experiment.corpus().text(), median(documents))) {
        for (String text = texts.next(); text != null; text = texts.next()) {
          String comparable = SharedRuns.comparable(text);
          if (comparable.isEmpty()) {
            continue;
          }
          read++;
          long[] runs = SharedRuns.runs(comparable);
          long hash = hash(comparable);
          boolean isNew = known.add(hash);
          BitSet leftOut = new BitSet();
          for (int fold = 0; fold < left.length; fold++) {
            if (evaluated.get(fold).hasAnyOf(runs)) {
              left[fold]++;
              leftOut.set(fold);
            } else if (!isNew) {
              repeated[fold]++;
            }
          }
          if (isNew && leftOut.cardinality() < left.length) {
            kept.put(hash, new Text(text, leftOut));
          }
          if (kept.size() > most) {
            kept.pollLastEntry();
          }
        }
      }
      if (read == before) {
        throw InvalidInputException.of(
            "student.transfer: %s has no text; give a file that has, or take it out", file);
      }
    }
    List<Text> texts = List.copyOf(kept.values());
    List<SegmentedText> segmented;
    try (Segmenter segmenter = experiment.segmentation().open()) {
      segmented =
          CorpusSegmenter.segment(asCorpus(texts), segmenter, threads, cacheDirectory, progress)
              .texts();
    }
    IdentityHashMap<Fold, OfFold> ofFolds = new IdentityHashMap<>();
    for (int fold = 0; fold < left.length; fold++) {
      List<SegmentedText> its = new ArrayList<>();
      for (int text = 0; text < texts.size(); text++) {
        if (!texts.get(text).leftOut().get(fold)) {
          its.add(segmented.get(text));
        }
      }
      if (its.isEmpty()) {
        throw InvalidInputException.of(
            "student.transfer: of %,d texts fold %d can learn none: %,d have %d characters in a row in common with its validation or test texts, %,d repeat training texts or each other; give other texts",
            read, folds.get(fold).index(), left[fold], SharedRuns.LENGTH, repeated[fold]);
      }
      ofFolds.put(folds.get(fold), new OfFold(its, read, left[fold], repeated[fold]));
    }
    return new TransferTexts(ofFolds);
  }

  /** Of 64 bits, which all texts that are read stay in memory by. */
  private static long hash(String text) {
    return Long.parseUnsignedLong(new ContentHash().add(text).hex(), 0, 16, 16);
  }

  private static Corpus asCorpus(List<Text> texts) {
    List<Document> documents = new ArrayList<>();
    for (Text text : texts) {
      documents.add(new Document("transfer " + documents.size(), text.text(), List.of()));
    }
    return new Corpus(documents, LabelSet.of(List.of()));
  }

  /** Median number of characters. */
  private static int median(List<String> texts) {
    int[] lengths = texts.stream().mapToInt(String::length).sorted().toArray();
    return Math.max(1, lengths[lengths.length / 2]);
  }

  /** As many texts as a student can learn. */
  private static int most(Experiment experiment, List<Fold> folds) {
    int documents = folds.stream().mapToInt(it -> it.texts().length).max().orElseThrow();
    int epochs =
        experiment.studentArchitectures().stream()
            .mapToInt(it -> experiment.studentOptimisationOf(it).epochs())
            .max()
            .orElseThrow();
    double perEpoch = Math.ceil(experiment.student().transferShare().orElse(1.0) * documents);
    return (int) Math.min(Integer.MAX_VALUE - 1, perEpoch * epochs);
  }

  /** What a run says of them. */
  public String describe() {
    int read = folds.values().iterator().next().read();
    return String.format(
        Locale.ROOT,
        "student.transfer: of %,d texts the distilled students of a fold have %s; left out are %s"
            + " that have %d characters in a row in common with a validation or test text, and %s"
            + " that repeat a training text or each other",
        read,
        range(it -> it.texts().size()),
        range(OfFold::evaluated),
        SharedRuns.LENGTH,
        range(OfFold::repeated));
  }

  private String range(ToIntFunction<OfFold> count) {
    IntSummaryStatistics of = folds.values().stream().mapToInt(count).summaryStatistics();
    return String.format(Locale.ROOT, "%,d", of.getMin())
        + (of.getMax() > of.getMin() ? String.format(Locale.ROOT, " to %,d", of.getMax()) : "");
  }

  /** The texts of a fold; none where it is not run. */
  public OfFold of(Fold fold) {
    return folds.getOrDefault(fold, NOTHING);
  }
}
