package io.github.polystill.evaluation.significance;

import io.github.polystill.evaluation.LabelCounts;
import io.github.polystill.evaluation.Predictions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The pooled counts of two models and the documents on which they decide differently, which is all
 * that swapping their outputs can change.
 *
 * <p>Kinds 4j to 4j+3 hold documents that differ in label j: predicted by the first model alone and
 * not true, by the first alone and true, by the second alone and not true, by the second alone and
 * true. The last two kinds hold documents that the first model alone, or the second alone, has
 * right in all labels. A document that occurs in several seeds' folds has one number, so that its
 * outputs are swapped together.
 */
final class DecisionDifferences {
  private static final int KINDS_OF_LABEL = 4;

  private final int labels;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final int[][] documentsByKind;
  private final int[] support;
  private final int[][] predicted;
  private final int[][] hits;
  private final int[] exact = new int[2];
  private int rows;

  DecisionDifferences(List<Comparison.Pair> folds) {
    this.labels = folds.get(0).first().predictions().labels().size();
    this.support = new int[labels];
    this.predicted = new int[2][labels];
    this.hits = new int[2][labels];
    List<IntStream.Builder> kinds =
        Stream.generate(IntStream::builder).limit((long) KINDS_OF_LABEL * labels + 2).toList();
    folds.forEach(fold -> add(fold.first(), fold.second(), kinds));
    this.documentsByKind = kinds.stream().map(kind -> kind.build().toArray()).toArray(int[][]::new);
  }

  private void add(TestedFold first, TestedFold second, List<IntStream.Builder> kinds) {
    Predictions tested = first.predictions();
    boolean[][] ofFirst = first.decisions();
    boolean[][] ofSecond = second.decisions();
    for (int i = 0; i < tested.ids().size(); i++) {
      int document = numbers.computeIfAbsent(tested.ids().get(i), id -> numbers.size());
      int firstWrong = 0;
      int secondWrong = 0;
      for (int j = 0; j < labels; j++) {
        int isTrue = tested.truth()[i][j] ? 1 : 0;
        int byFirst = ofFirst[i][j] ? 1 : 0;
        int bySecond = ofSecond[i][j] ? 1 : 0;
        support[j] += isTrue;
        predicted[0][j] += byFirst;
        predicted[1][j] += bySecond;
        hits[0][j] += isTrue & byFirst;
        hits[1][j] += isTrue & bySecond;
        firstWrong |= isTrue ^ byFirst;
        secondWrong |= isTrue ^ bySecond;
        if (byFirst != bySecond) {
          kinds.get(KINDS_OF_LABEL * j + 2 * bySecond + isTrue).add(document);
        }
      }
      rows++;
      exact[0] += 1 - firstWrong;
      exact[1] += 1 - secondWrong;
      if (firstWrong != secondWrong) {
        kinds.get(KINDS_OF_LABEL * labels + firstWrong).add(document);
      }
    }
  }

  /** Number of distinct documents. */
  int documents() {
    return numbers.size();
  }

  /** Number of pairs of predictions: the documents, once per seed. */
  int rows() {
    return rows;
  }

  /** Documents that only the first model gets right in all labels. */
  int onlyFirstExact() {
    return documentsByKind[KINDS_OF_LABEL * labels].length;
  }

  /** Documents that only the second model gets right in all labels. */
  int onlySecondExact() {
    return documentsByKind[KINDS_OF_LABEL * labels + 1].length;
  }

  /** Numbers of the documents of each kind; one may be there several times. */
  int[][] documentsByKind() {
    return documentsByKind;
  }

  /**
   * The difference of the pooled figures, first minus second, where some documents are swapped.
   *
   * @param swapped [kinds], how many documents of each kind are swapped
   * @return by {@link io.github.polystill.evaluation.Metric}
   */
  double[] differences(int[] swapped) {
    int[][] newPredicted = {predicted[0].clone(), predicted[1].clone()};
    int[][] newHits = {hits[0].clone(), hits[1].clone()};
    for (int j = 0; j < labels; j++) {
      int kind = KINDS_OF_LABEL * j;
      int movedHits = swapped[kind + 3] - swapped[kind + 1];
      int movedPredicted = movedHits + swapped[kind + 2] - swapped[kind];
      newHits[0][j] += movedHits;
      newHits[1][j] -= movedHits;
      newPredicted[0][j] += movedPredicted;
      newPredicted[1][j] -= movedPredicted;
    }
    LabelCounts first = new LabelCounts(support, newPredicted[0], newHits[0]);
    LabelCounts second = new LabelCounts(support, newPredicted[1], newHits[1]);
    int kind = KINDS_OF_LABEL * labels;
    int movedExact = swapped[kind + 1] - swapped[kind];
    return new double[] {
      first.microF1() - second.microF1(),
      first.macroF1() - second.macroF1(),
      first.weightedF1() - second.weightedF1(),
      (exact[0] - exact[1] + 2.0 * movedExact) / rows
    };
  }
}
