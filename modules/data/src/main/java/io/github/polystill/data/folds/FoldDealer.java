package io.github.polystill.data.folds;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * Deals the documents of a corpus to the folds of cross-validation so that labels are spread
 * evenly.
 *
 * <p>Labels have their turns one after the other. In its turn, a label's undealt documents go, in
 * random order, each to the fold that holds fewest of the label, of those to the smallest, of those
 * to one at random. Documents without labels come last. With k folds, N documents of a label of
 * which E are dealt before the label's turn because they also carry an earlier label, what {@link
 * FoldMethod#RAREST_FIRST} promises for corpora without groups is:
 *
 * <ul>
 *   <li>a label with E = 0, so the rarest one, is spread within 1: any two folds differ by at most
 *       one document of it;
 *   <li>so is every label with N &ge; k E, whatever happened before its turn;
 *   <li>any two folds differ by at most max(1, E) documents of a label, because a label's own turn
 *       only ever evens out what earlier turns dealt;
 *   <li>no fold is empty.
 * </ul>
 *
 * <p>{@link FoldMethod#ITERATIVE} promises the same with the labels in the order of its turns.
 *
 * <p>A group is dealt in one piece: it counts for a label as often as its documents carry it, and
 * bigger groups are dealt before smaller ones within a turn. The figure 1 above becomes the largest
 * number of documents of the label in one group.
 *
 * <p>The validation part is a stratified split of the documents outside the test part by the same
 * method, with the folds in the roles of two unequal parts. With RAREST_FIRST a label with E = 0
 * and n documents there gets validationShare n of them in validation, rounded up or down at random,
 * so that the expected share is exact; with ITERATIVE, which has no such rounding, the number is
 * within a half of it. The share of all documents follows from those of the labels. Both parts get
 * at least one document.
 *
 * <p>The result depends on nothing but the arguments.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class FoldDealer {
  private static final int TRAIN = 0;
  private static final int VALIDATION = 1;

  private FoldDealer() {}

  /**
   * Deals every document to the test part of exactly one fold.
   *
   * @param targets which document carries which label, [documents][labels]
   * @param groups the group of every document, [documents]; documents of one group share a part
   * @return the folds in order, [settings.count()]
   * @throws InvalidInputException where there are fewer documents, or fewer groups, than folds, or
   *     a fold leaves nothing to train on
   */
  public static List<Fold> deal(
      boolean[][] targets, List<Optional<String>> groups, FoldSettings settings, long seed) {
    if (targets.length != groups.size()) {
      throw new IllegalArgumentException(
          "targets of " + targets.length + " documents but groups of " + groups.size());
    }
    Units units = Units.of(targets, groups);
    requireEnough(units, settings);
    SplittableRandom seeds = new SplittableRandom(seed);
    int[] foldOf =
        Dealing.deal(
            settings.method(),
            units,
            Quotas.equal(settings.count(), units),
            new RandomSource(new SplittableRandom(seeds.nextLong())));
    List<Fold> folds = new ArrayList<>();
    for (int index = 0; index < settings.count(); index++) {
      folds.add(fold(index, units, foldOf, settings, seeds.nextLong()));
    }
    return List.copyOf(folds);
  }

  /**
   * Deals documents at random, without a look at their labels, to compare others with; groups stay
   * together.
   *
   * @param settings number of folds and validation share; the method has no bearing
   * @throws InvalidInputException as {@link #deal} does
   */
  public static List<Fold> dealAtRandom(
      List<Optional<String>> groups, FoldSettings settings, long seed) {
    return deal(new boolean[groups.size()][0], groups, settings, seed);
  }

  private static void requireEnough(Units units, FoldSettings settings) {
    if (units.size() >= settings.count()) {
      return;
    }
    int documents = units.totalDocuments();
    throw InvalidInputException.of(
        "cannot deal %s documents%s to %s folds; set folds.count to %s or less, or give more"
            + " documents",
        documents,
        documents == units.size() ? "" : " in " + units.size() + " groups",
        settings.count(),
        units.size());
  }

  private static Fold fold(int index, Units units, int[] foldOf, FoldSettings settings, long seed) {
    Units outside =
        units.select(
            IntStream.range(0, units.size()).filter(unit -> foldOf[unit] != index).toArray());
    return fold(index, "fold " + index, outside, units.documentsOf(foldOf, index), settings, seed);
  }

  /**
   * The same fold with the labels of a stratified share of its training documents alone; the others
   * become {@linkplain Fold#unlabelled unlabelled}. Each label keeps a document at least, or a
   * group.
   *
   * @param share between 0 and 1, both excluded
   */
  public static Fold withLabels(
      Fold fold,
      boolean[][] targets,
      List<Optional<String>> groups,
      double share,
      FoldMethod method,
      long seed) {
    Units units = Units.of(targets, groups, fold.train());
    RandomSource random = random("labels", seed, fold);
    return withLabels(
        fold,
        units,
        Dealing.deal(method, units, Quotas.splitWhole(1 - share, units, random), random));
  }

  /**
   * The same of all folds of a cross-validation, where experts of several folds are the same: a
   * document has its labels in the training part of all of them or of none, but for a label's only
   * one of a fold.
   */
  public static List<Fold> withCommonLabels(
      List<Fold> folds,
      boolean[][] targets,
      List<Optional<String>> groups,
      double share,
      FoldMethod method,
      long seed) {
    int[] all = IntStream.range(0, targets.length).toArray();
    Fold whole = new Fold(0, all, new int[0], new int[0]);
    int[] labelled = withLabels(whole, targets, groups, share, method, seed).train();
    List<Fold> common = new ArrayList<>();
    for (Fold fold : folds) {
      Units units = Units.of(targets, groups, fold.train());
      int[] partOf =
          Arrays.stream(units.documents())
              .mapToInt(it -> Arrays.binarySearch(labelled, it[0]) >= 0 ? TRAIN : 1)
              .toArray();
      common.add(withLabels(fold, units, partOf));
    }
    return common;
  }

  private static Fold withLabels(Fold fold, Units units, int[] partOf) {
    keepEveryLabel(partOf, units);
    return new Fold(
        fold.index(),
        units.documentsOf(partOf, TRAIN),
        fold.validation(),
        fold.test(),
        units.documentsOf(partOf, 1));
  }

  /** Moves the first unit of each label that part {@link #TRAIN} lacks into it. */
  private static void keepEveryLabel(int[] partOf, Units units) {
    for (int label = 0; label < units.labelCount(); label++) {
      int wanted = label;
      int[] having =
          IntStream.range(0, units.size())
              .filter(unit -> Arrays.stream(units.labels(unit)).anyMatch(it -> it == wanted))
              .toArray();
      if (having.length > 0 && Arrays.stream(having).noneMatch(unit -> partOf[unit] == TRAIN)) {
        partOf[having[0]] = TRAIN;
      }
    }
  }

  /** Another stream of numbers for each purpose, seed and fold. */
  private static RandomSource random(String purpose, long seed, Fold fold) {
    String hex = new ContentHash().add(purpose).add(seed).add(fold.index()).hex();
    return new RandomSource(new SplittableRandom(Long.parseUnsignedLong(hex.substring(0, 16), 16)));
  }

  /**
   * Deals the training documents of a fold to parts.
   *
   * @return the documents of each part, ascending
   * @throws InvalidInputException where there are fewer documents, or groups of them, than parts
   */
  public static List<int[]> trainingParts(
      Fold fold,
      boolean[][] targets,
      List<Optional<String>> groups,
      int parts,
      FoldMethod method,
      long seed) {
    Units units = Units.of(targets, groups, fold.train());
    if (units.size() < parts) {
      throw InvalidInputException.of(
          "a training part has %d documents%s, which cannot be dealt to %d parts; set"
              + " teacher.crossFit to %d or less",
          units.totalDocuments(),
          units.size() == units.totalDocuments() ? "" : " in " + units.size() + " groups",
          parts,
          units.size());
    }
    int[] partOf =
        Dealing.deal(method, units, Quotas.equal(parts, units), random("parts", seed, fold));
    return IntStream.range(0, parts).mapToObj(part -> units.documentsOf(partOf, part)).toList();
  }

  /**
   * A fold with a given test part.
   *
   * @param name of the fold in messages
   * @param outside what training and validation documents are dealt from
   */
  static Fold fold(
      int index, String name, Units outside, int[] test, FoldSettings settings, long seed) {
    if (outside.size() < 2) {
      throw InvalidInputException.of(
          "the training part of %s is empty: %s cannot be both training and validation; give more"
              + " documents or more folds",
          name, outside.totalDocuments() == 1 ? "one document" : "one group of documents");
    }
    RandomSource random = new RandomSource(new SplittableRandom(seed));
    double share = settings.validationShare();
    Quotas quotas =
        switch (settings.method()) {
          case RAREST_FIRST -> Quotas.splitWhole(share, outside, random);
          case ITERATIVE -> Quotas.split(share, outside);
        };
    int[] partOf = Dealing.deal(settings.method(), outside, quotas, random);
    fillEmptyPart(partOf, outside);
    return new Fold(
        index, outside.documentsOf(partOf, TRAIN), outside.documentsOf(partOf, VALIDATION), test);
  }

  /** Moves the first of the smallest units into a part that got none. */
  private static void fillEmptyPart(int[] partOf, Units units) {
    for (int part : new int[] {TRAIN, VALIDATION}) {
      if (Arrays.stream(partOf).noneMatch(p -> p == part)) {
        int smallest = 0;
        for (int unit = 1; unit < units.size(); unit++) {
          if (units.documents(unit) < units.documents(smallest)) {
            smallest = unit;
          }
        }
        partOf[smallest] = part;
      }
    }
  }
}
