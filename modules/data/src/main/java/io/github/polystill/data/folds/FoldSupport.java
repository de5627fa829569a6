package io.github.polystill.data.folds;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Labels that are too rare for cross-validation.
 *
 * <p>Of n documents the test part of one of k folds gets n / k, rounded up at worst, and validation
 * its share of the rest, rounded up at worst. A label is too rare where that may leave nothing to
 * train on, whether or not the draw at hand does, so that another seed changes nothing. Where a
 * corpus brings its test parts, validation alone is drawn from the rest.
 */
public final class FoldSupport {
  private static final double ROUNDING = 1e-9;

  private FoldSupport() {}

  /** Documents that a label needs for one in every training part, however they are drawn. */
  public static int leastForTraining(FoldSettings settings) {
    return least(n -> trained(settings, outside(settings, n)) >= 1);
  }

  /** Documents that a label needs for one in every part of every fold. */
  public static int leastForEveryPart(FoldSettings settings) {
    double share = settings.validationShare();
    return Math.max(
        settings.count(),
        least(
            n ->
                trained(settings, outside(settings, n)) >= 1
                    && Math.floor(outside(settings, n) * share + ROUNDING) >= 1));
  }

  /** Documents outside a test part that a label needs for one to train on, however it is drawn. */
  public static int leastOutside(FoldSettings settings) {
    return least(n -> trained(settings, n) >= 1);
  }

  private static int least(IntPredicate enough) {
    return IntStream.iterate(1, n -> n + 1).filter(enough).findFirst().orElseThrow();
  }

  private static int outside(FoldSettings settings, int documents) {
    return documents - (documents + settings.count() - 1) / settings.count();
  }

  private static int trained(FoldSettings settings, int outside) {
    return outside - (int) Math.ceil(outside * settings.validationShare() - ROUNDING);
  }

  /**
   * The labels that are too rare to be learnt in every fold, and those that folds have no training
   * document of all the same, such as one whose documents are of one group.
   *
   * @param folds those that are looked at
   */
  public static List<String> tooRare(Corpus corpus, List<Fold> folds, FoldSettings settings) {
    Map<String, Integer> units = units(corpus.documents());
    int least = leastForTraining(settings);
    List<String> untrained = untrained(corpus, folds);
    return corpus.labels().names().stream()
        .filter(label -> units.getOrDefault(label, 0) < least || untrained.contains(label))
        .toList();
  }

  /** The same where the test parts are given and validation parts are drawn. */
  public static List<String> tooRareOutside(
      Corpus corpus, List<Fold> folds, FoldSettings settings) {
    Set<String> rare = new HashSet<>(untrained(corpus, folds));
    for (Fold fold : folds) {
      Map<String, Integer> units =
          units(
              Stream.of(fold.train(), fold.validation())
                  .flatMapToInt(Arrays::stream)
                  .mapToObj(corpus.documents()::get)
                  .toList());
      corpus.labels().names().stream()
          .filter(label -> trained(settings, units.getOrDefault(label, 0)) < 1)
          .forEach(rare::add);
    }
    return corpus.labels().names().stream().filter(rare::contains).toList();
  }

  /**
   * The least number of documents with which no label is too rare, once labels of fewer are
   * dropped; empty where that leaves fewer than two labels.
   *
   * @param least where to begin
   * @param tooRare the labels of a corpus that are, once it is dealt
   */
  public static Optional<Integer> sufficientCount(
      Corpus corpus, int least, Function<Corpus, List<String>> tooRare) {
    Map<String, Integer> counts = Corpus.labelCounts(corpus.documents());
    int count = least;
    while (true) {
      Corpus kept = Corpus.of(corpus.documents(), count);
      if (kept.labels().size() < 2) {
        return Optional.empty();
      }
      List<String> rare = tooRare.apply(kept);
      if (rare.isEmpty()) {
        return Optional.of(count);
      }
      for (String label : rare) {
        count = Math.max(count, counts.get(label) + 1);
      }
    }
  }

  /** The labels that a training part has no document of. */
  public static List<String> untrained(Corpus corpus, List<Fold> folds) {
    return missing(corpus, folds, fold -> Stream.of(fold.train()));
  }

  /** The labels that a validation or test part has no document of. */
  public static List<String> unmeasured(Corpus corpus, List<Fold> folds) {
    return missing(corpus, folds, fold -> Stream.of(fold.validation(), fold.test()));
  }

  private static List<String> missing(
      Corpus corpus, List<Fold> folds, Function<Fold, Stream<int[]>> parts) {
    Set<String> missing = new HashSet<>();
    for (int[] part : folds.stream().flatMap(parts).toList()) {
      Set<String> absent = new HashSet<>(corpus.labels().names());
      Arrays.stream(part).forEach(i -> corpus.documents().get(i).labels().forEach(absent::remove));
      missing.addAll(absent);
    }
    return corpus.labels().names().stream().filter(missing::contains).toList();
  }

  /** Per label the number of documents, those of one group counted once. */
  private static Map<String, Integer> units(List<Document> documents) {
    Map<String, Integer> units = new HashMap<>();
    Map<String, Set<String>> groups = new HashMap<>();
    for (Document document : documents) {
      for (String label : document.labels()) {
        boolean counts =
            document.group().isEmpty()
                || groups.computeIfAbsent(label, it -> new HashSet<>()).add(document.group().get());
        units.merge(label, counts ? 1 : 0, Integer::sum);
      }
    }
    return units;
  }
}
