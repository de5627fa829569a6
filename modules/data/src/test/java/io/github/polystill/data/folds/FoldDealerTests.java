package io.github.polystill.data.folds;

import static io.github.polystill.data.folds.FoldMethod.ITERATIVE;
import static io.github.polystill.data.folds.FoldMethod.RAREST_FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class FoldDealerTests {
  private static final double SHARE = 0.15;

  /** A corpus of random labels, the first ones frequent, the last ones rare. */
  @SuppressWarnings("ArrayRecordComponent")
  record Sample(boolean[][] targets, List<Optional<String>> groups) {}

  @Provide
  Arbitrary<Sample> ungrouped() {
    return samples(Arbitraries.just(0));
  }

  @Provide
  Arbitrary<Sample> grouped() {
    return samples(Arbitraries.integers().between(1, 12));
  }

  private static Arbitrary<Sample> samples(Arbitrary<Integer> groups) {
    return Combinators.combine(
            Arbitraries.integers().between(6, 150),
            Arbitraries.integers().between(0, 8),
            groups,
            Arbitraries.longs())
        .as(FoldDealerTests::sample);
  }

  private static Sample sample(int documents, int labels, int groups, long seed) {
    Random random = new Random(seed);
    boolean[][] targets = new boolean[documents][labels];
    List<Optional<String>> names = new ArrayList<>();
    for (boolean[] row : targets) {
      for (int label = 0; label < labels; label++) {
        row[label] = random.nextDouble() < 0.8 / (1 + label);
      }
      boolean alone = groups == 0 || random.nextInt(3) == 0;
      names.add(alone ? Optional.empty() : Optional.of("group" + random.nextInt(groups)));
    }
    return new Sample(targets, names);
  }

  @Property(tries = 200)
  void labelsOfAShareAreKept(@ForAll("grouped") Sample sample, @ForAll long seed) {
    Assume.that(units(sample.groups()) > 1);
    int[] all = IntStream.range(0, sample.targets().length).toArray();
    Fold fold = new Fold(0, all, new int[] {-2}, new int[] {-1});
    Fold some =
        FoldDealer.withLabels(fold, sample.targets(), sample.groups(), 0.25, RAREST_FIRST, seed);

    assertThat(some.texts()).isEqualTo(all);
    assertThat(labelsOf(sample, some.train())).isEqualTo(labelsOf(sample, all));
    assertThat(some.validation()).isEqualTo(fold.validation());
    assertThat(some.test()).isEqualTo(fold.test());
    assertThat(
            Collections.disjoint(
                groupsOf(sample, some.train()), groupsOf(sample, some.unlabelled())))
        .isTrue();
  }

  private static Set<Integer> labelsOf(Sample sample, int[] documents) {
    return Arrays.stream(documents)
        .mapToObj(it -> sample.targets()[it])
        .flatMap(row -> IntStream.range(0, row.length).filter(label -> row[label]).boxed())
        .collect(Collectors.toSet());
  }

  private static List<String> groupsOf(Sample sample, int[] documents) {
    return Arrays.stream(documents)
        .mapToObj(sample.groups()::get)
        .flatMap(Optional::stream)
        .toList();
  }

  /** With all labels, and where most are taken away in all folds alike. */
  @Property(tries = 50)
  void twoFoldsHaveInCommonWhatNeitherTestsOrValidatesBy(
      @ForAll("grouped") Sample sample, @ForAll FoldMethod method, @ForAll long seed) {
    Assume.that(units(sample.groups()) > 3);
    List<Fold> dealt = deal(sample, 3, method, seed);
    List<Fold> some =
        FoldDealer.withCommonLabels(dealt, sample.targets(), sample.groups(), 0.25, method, seed);
    for (List<Fold> folds : List.of(dealt, some)) {
      Fold one = folds.get(2);
      Fold other = folds.get(0);
      Fold common = one.common(other);
      assertThat(common).usingRecursiveComparison().isEqualTo(other.common(one));
      assertThat(common.index()).isZero();
      Set<Integer> learnt = set(one.train());
      learnt.retainAll(set(other.train()));
      assertThat(set(common.train())).isEqualTo(learnt);
      for (Fold fold : List.of(one, other)) {
        assertThat(set(fold.texts())).containsAll(set(common.texts()));
        assertThat(set(fold.train(), fold.validation())).containsAll(set(common.validation()));
      }
      assertThat(set(common.texts(), common.validation(), common.test()))
          .hasSize(common.texts().length + common.validation().length + common.test().length)
          .hasSize(sample.targets().length);
      List<String> groups = groupsOf(sample, common.texts());
      assertThat(Collections.disjoint(groups, groupsOf(sample, common.validation()))).isTrue();
    }
    Set<Integer> labels = labelsOf(sample, some.get(1).train());
    assertThat(labels).isEqualTo(labelsOf(sample, dealt.get(1).train()));
  }

  /** But for a label's only one of a fold. */
  @Test
  void aDocumentHasItsLabelsInAllFoldsOrInNone() {
    Sample sample = sample(60, 1, 0, 5);
    List<Fold> folds =
        FoldDealer.withCommonLabels(
            deal(sample, 3, RAREST_FIRST, 5),
            sample.targets(),
            sample.groups(),
            0.25,
            RAREST_FIRST,
            5);
    Set<Integer> labelled = new HashSet<>();
    Set<Integer> unlabelled = new HashSet<>();
    for (Fold fold : folds) {
      labelled.addAll(set(fold.train()));
      unlabelled.addAll(set(fold.unlabelled()));
      assertThat(fold.train().length).isBetween(fold.texts().length / 8, fold.texts().length / 2);
    }
    assertThat(labelled).doesNotContainAnyElementsOf(unlabelled);
  }

  private static Set<Integer> set(int[]... documents) {
    return Stream.of(documents)
        .flatMapToInt(Arrays::stream)
        .boxed()
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** A label with the lot to itself has its share of the documents, rounded up or down. */
  @Test
  void keptLabelsAreSpreadAsAllAre() {
    boolean[][] targets = new boolean[40][2];
    for (int i = 0; i < 40; i++) {
      targets[i][i < 10 ? 0 : 1] = true;
    }
    List<Optional<String>> groups = Collections.nCopies(40, Optional.empty());
    Fold fold = new Fold(0, IntStream.range(0, 40).toArray(), new int[0], new int[0]);
    int[] kept = FoldDealer.withLabels(fold, targets, groups, 0.25, RAREST_FIRST, 3).train();

    assertThat(Arrays.stream(kept).filter(i -> i < 10).count()).isBetween(2L, 3L);
    assertThat(Arrays.stream(kept).filter(i -> i >= 10).count()).isBetween(7L, 8L);
  }

  @Property(tries = 500)
  void everyDocumentIsTestedOnce(
      @ForAll("grouped") Sample sample,
      @ForAll @IntRange(min = 3, max = 6) int count,
      @ForAll FoldMethod method,
      @ForAll long seed) {
    Assume.that(units(sample.groups()) > count);
    List<Fold> folds = deal(sample, count, method, seed);

    int[] all = IntStream.range(0, sample.targets().length).toArray();
    assertThat(folds).extracting(Fold::index).isEqualTo(IntStream.range(0, count).boxed().toList());
    assertThat(folds.stream().flatMapToInt(fold -> Arrays.stream(fold.test())).sorted())
        .containsExactlyElementsOf(IntStream.of(all).boxed().toList());
    for (Fold fold : folds) {
      List<Integer> union = new ArrayList<>();
      for (int[] part : List.of(fold.train(), fold.validation(), fold.test())) {
        assertThat(part).isNotEmpty().isSorted();
        Arrays.stream(part).forEach(union::add);
      }
      assertThat(union)
          .containsExactlyInAnyOrder(IntStream.of(all).boxed().toArray(Integer[]::new));
    }
  }

  @Property(tries = 300)
  void groupsStayTogether(
      @ForAll("grouped") Sample sample, @ForAll FoldMethod method, @ForAll long seed) {
    Assume.that(units(sample.groups()) > 3);
    for (Fold fold : deal(sample, 3, method, seed)) {
      Map<String, Integer> partOf = new HashMap<>();
      List<int[]> parts = List.of(fold.train(), fold.validation(), fold.test());
      for (int part = 0; part < parts.size(); part++) {
        for (int document : parts.get(part)) {
          String group = sample.groups().get(document).orElse("alone" + document);
          Integer before = partOf.putIfAbsent(group, part);
          assertThat(before == null || before == part).as("parts of " + group).isTrue();
        }
      }
    }
  }

  @Property(tries = 1000)
  void rarestFirstSpreadsLabelsAsPromised(
      @ForAll("ungrouped") Sample sample,
      @ForAll @IntRange(min = 2, max = 6) int count,
      @ForAll long seed) {
    List<Fold> folds = deal(sample, count, RAREST_FIRST, seed);

    int[] totals = totals(sample.targets());
    int[] earlier = dealtEarlier(sample.targets(), totals);
    int[] spreads = spreads(FoldQuality.labelCounts(folds, sample.targets()));
    for (int label = 0; label < spreads.length; label++) {
      int tolerance = totals[label] >= count * earlier[label] ? 1 : Math.max(1, earlier[label]);
      assertThat(spreads[label]).as("spread of label " + label).isLessThanOrEqualTo(tolerance);
    }
  }

  @Property(tries = 500)
  void rarestLabelOfGroupsIsSpreadWithinItsLargestGroup(
      @ForAll("grouped") Sample sample, @ForAll long seed) {
    Assume.that(units(sample.groups()) > 3);
    int[] totals = totals(sample.targets());
    int rarest = rarest(totals);
    Assume.that(rarest >= 0);
    Map<String, Integer> weights = new HashMap<>();
    for (int document = 0; document < sample.targets().length; document++) {
      if (sample.targets()[document][rarest]) {
        weights.merge(sample.groups().get(document).orElse("alone" + document), 1, Integer::sum);
      }
    }
    List<Fold> folds = deal(sample, 3, RAREST_FIRST, seed);
    assertThat(spreads(FoldQuality.labelCounts(folds, sample.targets()))[rarest])
        .isLessThanOrEqualTo(weights.values().stream().mapToInt(w -> w).max().orElse(0));
  }

  @Property(tries = 500)
  void validationHoldsItsShareOfTheRarestLabel(
      @ForAll("ungrouped") Sample sample, @ForAll FoldMethod method, @ForAll long seed) {
    Assume.that(sample.targets().length >= 40);
    for (Fold fold : deal(sample, 3, method, seed)) {
      int[] outside =
          IntStream.concat(Arrays.stream(fold.train()), Arrays.stream(fold.validation())).toArray();
      int[] totals = totals(rows(sample.targets(), outside));
      int rarest = rarest(totals);
      if (rarest >= 0) {
        int validation = totals(rows(sample.targets(), fold.validation()))[rarest];
        assertThat(Math.abs(validation - SHARE * totals[rarest]))
            .as("%d of %d documents", validation, totals[rarest])
            .isLessThan(method == RAREST_FIRST ? 1 : 0.5 + 1e-9);
      }
    }
  }

  @Test
  void validationShareIsRightOnAverageWhereAllLabelsAreRare() {
    // 0.15 of the two training documents of each label is nearest to none.
    boolean[][] targets = new boolean[300][100];
    for (int i = 0; i < 300; i++) {
      targets[i][i / 3] = true;
    }
    int validation = 0;
    for (int seed = 0; seed < 20; seed++) {
      for (Fold fold : FoldDealer.deal(targets, alone(300), settings(3, RAREST_FIRST), seed)) {
        validation += fold.validation().length;
      }
    }
    // 60 samples of 100 draws each: the standard deviation of the mean is 0.6.
    assertThat(validation / 60.0).isBetween(SHARE * 200 - 3, SHARE * 200 + 3);
  }

  @Property(tries = 200)
  void resultDependsOnSeedAlone(
      @ForAll("grouped") Sample sample, @ForAll FoldMethod method, @ForAll long seed) {
    Assume.that(units(sample.groups()) > 3);
    List<Fold> folds = deal(sample, 3, method, seed);
    List<Fold> again =
        Collections.nCopies(4, seed).parallelStream()
            .map(s -> deal(sample, 3, method, s))
            .reduce(folds, (a, b) -> text(a).equals(text(b)) ? b : List.of());
    assertThat(text(again)).isEqualTo(text(folds));
  }

  @Test
  void seedsGiveDifferentFolds() {
    Sample sample = sample(100, 5, 0, 1);
    assertThat(text(deal(sample, 5, RAREST_FIRST, 1)))
        .isNotEqualTo(text(deal(sample, 5, RAREST_FIRST, 2)));
  }

  @Test
  void foldsOfASeedNeverChange() {
    // Golden: published figures name a seed, so its folds must outlive versions and JDKs.
    List<Fold> folds = deal(sample(12, 3, 0, 7), 3, RAREST_FIRST, 42);
    assertThat(text(folds))
        .isEqualTo(
            "0[0, 1, 2, 3, 4, 5, 11][6][7, 8, 9, 10]"
                + "1[1, 2, 4, 7, 8, 10, 11][9][0, 3, 5, 6]"
                + "2[0, 5, 6, 7, 8, 9, 10][3][1, 2, 4, 11]");
  }

  /**
   * Worked by hand. Label 0 has three documents, label 1 five, label 2 seven; documents 0 and 1
   * carry labels 0 and 1. No two folds may share a rarest label, and at the turn of label 1 two
   * folds hold one each, so of its other three the third fold gets one first.
   */
  @Test
  void iterativeFollowsTheAlgorithm() {
    boolean[][] targets = new boolean[13][3];
    IntStream.of(0, 1, 2).forEach(i -> targets[i][0] = true);
    IntStream.of(0, 1, 3, 4, 5).forEach(i -> targets[i][1] = true);
    IntStream.range(6, 13).forEach(i -> targets[i][2] = true);
    for (long seed = 0; seed < 50; seed++) {
      List<Fold> folds = FoldDealer.deal(targets, alone(13), settings(3, ITERATIVE), seed);
      int[][] counts = FoldQuality.labelCounts(folds, targets);
      for (int[] row : counts) {
        assertThat(row[0]).isEqualTo(1);
        assertThat(row[1]).isBetween(1, 2);
        assertThat(row[2]).isBetween(2, 3);
      }
      assertThat(folds.stream().mapToInt(f -> f.test().length).sorted()).containsExactly(4, 4, 5);
    }
  }

  /**
   * Where the methods part. Label 2 is the rarest (documents 0-3), label 0 has five documents,
   * label 1 six: 0-3, which are dealt in the turn of label 2, and 4 and 5, which carry label 0 too.
   * With two documents left to deal label 1 is next for ITERATIVE, which parts 4 from 5;
   * RAREST_FIRST turns to label 0, for which 4 and 5 may as well share a fold.
   */
  @Test
  void iterativeTurnsToTheLabelWithFewestUndealtDocuments() {
    boolean[][] targets = new boolean[9][3];
    IntStream.range(0, 4).forEach(i -> targets[i][2] = true);
    IntStream.range(0, 6).forEach(i -> targets[i][1] = true);
    IntStream.range(4, 9).forEach(i -> targets[i][0] = true);
    int widest = 0;
    for (long seed = 0; seed < 30; seed++) {
      List<Fold> iterative = FoldDealer.deal(targets, alone(9), settings(2, ITERATIVE), seed);
      assertThat(spreads(FoldQuality.labelCounts(iterative, targets))).containsExactly(1, 0, 0);
      List<Fold> rarest = FoldDealer.deal(targets, alone(9), settings(2, RAREST_FIRST), seed);
      int[] spreads = spreads(FoldQuality.labelCounts(rarest, targets));
      assertThat(spreads[2]).isZero();
      widest = Math.max(widest, spreads[1]);
    }
    assertThat(widest).isEqualTo(2);
  }

  @Property(tries = 200)
  void foldsWithoutLabelsAreOfEqualSize(
      @ForAll @IntRange(min = 4, max = 60) int documents,
      @ForAll @IntRange(min = 2, max = 4) int count,
      @ForAll FoldMethod method,
      @ForAll long seed) {
    Assume.that(documents > count);
    List<Fold> folds =
        FoldDealer.deal(new boolean[documents][0], alone(documents), settings(count, method), seed);
    assertThat(folds)
        .allSatisfy(
            fold ->
                assertThat(fold.test().length)
                    .isBetween(documents / count, (documents + count - 1) / count));
  }

  @Test
  void dealsOneHundredThousandDocumentsInSeconds() {
    Sample sample = sample(100_000, 100, 0, 3);
    for (FoldMethod method : FoldMethod.values()) {
      long start = System.nanoTime();
      List<Fold> folds = deal(sample, 5, method, 1);
      double seconds = (System.nanoTime() - start) / 1e9;
      assertThat(folds).hasSize(5);
      assertThat(seconds).as("seconds of " + method).isLessThan(20);
    }
  }

  @Test
  void reportsWhatCannotBeDealt() {
    assertThatThrownBy(() -> settings(1, ITERATIVE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 folds; set folds.count");
    for (double share : new double[] {0, 1, -0.1, Double.NaN}) {
      assertThatThrownBy(() -> new FoldSettings(5, share, ITERATIVE))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("validation share of " + share);
    }
    assertThatThrownBy(() -> deal(sample(4, 2, 0, 1), 5, RAREST_FIRST, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "cannot deal 4 documents to 5 folds; set folds.count to 4 or less, or give more"
                + " documents");
    List<Optional<String>> groups = new ArrayList<>(Collections.nCopies(8, Optional.of("a")));
    groups.set(0, Optional.of("b"));
    assertThatThrownBy(
            () -> FoldDealer.deal(new boolean[8][2], groups, settings(3, RAREST_FIRST), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("8 documents in 2 groups to 3 folds");
    assertThatThrownBy(
            () -> FoldDealer.deal(new boolean[8][2], groups, settings(2, RAREST_FIRST), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("training part of fold 0 is empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FoldDealer.deal(new boolean[3][1], alone(2), settings(2, ITERATIVE), 1));
  }

  private static List<Fold> deal(Sample sample, int count, FoldMethod method, long seed) {
    return FoldDealer.deal(sample.targets(), sample.groups(), settings(count, method), seed);
  }

  private static FoldSettings settings(int count, FoldMethod method) {
    return new FoldSettings(count, SHARE, method);
  }

  private static List<Optional<String>> alone(int documents) {
    return Collections.nCopies(documents, Optional.empty());
  }

  private static long units(List<Optional<String>> groups) {
    long alone = groups.stream().filter(Optional::isEmpty).count();
    return alone + groups.stream().flatMap(Optional::stream).distinct().count();
  }

  /** The label that has the first turn, -1 where no document has any. */
  private static int rarest(int[] totals) {
    int best = -1;
    for (int label = 0; label < totals.length; label++) {
      if (totals[label] > 0 && (best < 0 || totals[label] < totals[best])) {
        best = label;
      }
    }
    return best;
  }

  private static boolean[][] rows(boolean[][] targets, int[] documents) {
    return Arrays.stream(documents).mapToObj(i -> targets[i]).toArray(boolean[][]::new);
  }

  private static int[] totals(boolean[][] targets) {
    int[] totals = new int[targets.length == 0 ? 0 : targets[0].length];
    for (boolean[] row : targets) {
      for (int label = 0; label < totals.length; label++) {
        totals[label] += row[label] ? 1 : 0;
      }
    }
    return totals;
  }

  /** Per label, documents that also carry a label that has its turn before. */
  private static int[] dealtEarlier(boolean[][] targets, int[] totals) {
    int[] earlier = new int[totals.length];
    for (boolean[] row : targets) {
      for (int label = 0; label < totals.length; label++) {
        int turn = label;
        boolean hasEarlier =
            IntStream.range(0, totals.length)
                .anyMatch(
                    other ->
                        row[other]
                            && (totals[other] < totals[turn]
                                || (totals[other] == totals[turn] && other < turn)));
        earlier[label] += row[label] && hasEarlier ? 1 : 0;
      }
    }
    return earlier;
  }

  private static int[] spreads(int[][] counts) {
    return IntStream.range(0, counts[0].length)
        .map(
            label ->
                Arrays.stream(counts).mapToInt(row -> row[label]).max().getAsInt()
                    - Arrays.stream(counts).mapToInt(row -> row[label]).min().getAsInt())
        .toArray();
  }

  private static String text(List<Fold> folds) {
    StringBuilder text = new StringBuilder();
    for (Fold fold : folds) {
      text.append(fold.index())
          .append(Arrays.toString(fold.train()))
          .append(Arrays.toString(fold.validation()))
          .append(Arrays.toString(fold.test()));
    }
    return text.toString();
  }
}
