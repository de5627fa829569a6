package io.github.polystill.data.folds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.Fold;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FoldQualityTests {
  private static final int[] NONE = {};

  /**
   * By hand. Ten documents; label 0 on 0-3, label 1 on 0 and 4-7; folds of 6 and 4 documents. Label
   * 0: corpus odds 4/6; the first fold holds 0-5, odds 4/2, the second 0/4: (4/3 + 2/3) / 2 = 1.
   * Label 1: corpus 5/5; first fold 0, 4, 5: 3/3; second 6, 7: 2/2: 0. LD is 1/2. ED: (|6 - 5| + |4
   * - 5|) / 2 = 1.
   */
  @Test
  void agreesWithFiguresWorkedByHand() {
    boolean[][] targets = new boolean[10][2];
    for (int i = 0; i < 4; i++) {
      targets[i][0] = true;
    }
    for (int i : new int[] {0, 4, 5, 6, 7}) {
      targets[i][1] = true;
    }
    List<Fold> folds =
        List.of(
            new Fold(0, NONE, NONE, new int[] {0, 1, 2, 3, 4, 5}),
            new Fold(1, NONE, NONE, new int[] {6, 7, 8, 9}));

    FoldQuality quality = FoldQuality.of(folds, targets);
    assertThat(quality.labelsDistribution()).isCloseTo(0.5, within(1e-12));
    assertThat(quality.examplesDistribution()).isCloseTo(1, within(1e-12));
    assertThat(FoldQuality.labelCounts(folds, targets)).isDeepEqualTo(new int[][] {{4, 3}, {0, 2}});
  }

  /**
   * By hand. Label 0 is on every document: 0. Label 1 fills the first fold of two: odds 2/1 for two
   * of none without, 0/2, corpus 2/2: (1 + 1) / 2 = 1.
   */
  @Test
  void staysFiniteWhereNoDocumentIsWithoutALabel() {
    boolean[][] targets = {{true, true}, {true, true}, {true, false}, {true, false}};
    List<Fold> folds =
        List.of(
            new Fold(0, NONE, NONE, new int[] {0, 1}), new Fold(1, NONE, NONE, new int[] {2, 3}));

    assertThat(FoldQuality.of(folds, targets).labelsDistribution()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void stratifiedFoldsBeatRandomOnesOnALongTail() {
    Random random = new Random(11);
    boolean[][] targets = new boolean[2000][30];
    for (boolean[] row : targets) {
      for (int label = 0; label < row.length; label++) {
        row[label] = random.nextDouble() < 0.6 / (1 + label);
      }
    }
    List<Optional<String>> groups = Collections.nCopies(targets.length, Optional.empty());
    for (long seed = 0; seed < 5; seed++) {
      FoldSettings rarest = new FoldSettings(5, 0.15, FoldMethod.RAREST_FIRST);
      FoldSettings iterative = new FoldSettings(5, 0.15, FoldMethod.ITERATIVE);
      double plain =
          FoldQuality.of(FoldDealer.dealAtRandom(groups, rarest, seed), targets)
              .labelsDistribution();
      assertThat(
              FoldQuality.of(FoldDealer.deal(targets, groups, rarest, seed), targets)
                  .labelsDistribution())
          .isLessThan(plain / 2);
      assertThat(
              FoldQuality.of(FoldDealer.deal(targets, groups, iterative, seed), targets)
                  .labelsDistribution())
          .isLessThan(plain / 2);
    }
  }

  @Test
  void randomFoldsAreOfEqualSizeAndKeepGroups() {
    FoldSettings settings = new FoldSettings(4, 0.15, FoldMethod.RAREST_FIRST);
    List<Fold> folds =
        FoldDealer.dealAtRandom(Collections.nCopies(40, Optional.empty()), settings, 3);

    assertThat(folds).allSatisfy(fold -> assertThat(fold.test()).hasSize(10));
    assertThat(folds).allSatisfy(fold -> assertThat(fold.validation().length).isBetween(4, 5));
    assertThat(folds.get(0).test()).isNotEqualTo(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  }
}
