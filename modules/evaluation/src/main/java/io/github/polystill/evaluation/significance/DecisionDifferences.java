package io.github.polystill.evaluation.significance;

import io.github.polystill.evaluation.LabelCounts;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.Predictions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
  /** The metrics in the order of their differences. */
  static final List<Metric> METRICS =
      List.of(Metric.MICRO_F1, Metric.MACRO_F1, Metric.WEIGHTED_F1, Metric.SUBSET_ACCURACY);

  private static final int KINDS_OF_LABEL = 4;

  private final int labels;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final GrowingInts[] kinds;
  private final int[] support;
  private final int[][] predicted;
  private final int[][] hits;
  private final int[] exact = new int[2];
  private int rows;

  DecisionDifferences(List<ComparedFold> folds) {
    this.labels = folds.get(0).first().predictions().labels().size();
    this.support = new int[labels];
    this.predicted = new int[2][labels];
    this.hits = new int[2][labels];
    this.kinds = new GrowingInts[KINDS_OF_LABEL * labels + 2];
    for (int kind = 0; kind < kinds.length; kind++) {
      kinds[kind] = new GrowingInts();
    }
    folds.forEach(fold -> add(fold.first(), fold.second()));
  }

  private void add(TestedFold first, TestedFold second) {
    Predictions ofFirst = first.predictions();
    Predictions ofSecond = second.predictions();
    double[] firstThresholds = first.thresholds();
    double[] secondThresholds = second.thresholds();
    boolean[] byFirst = new boolean[labels];
    boolean[] bySecond = new boolean[labels];
    for (int i = 0; i < ofFirst.ids().size(); i++) {
      int document = numbers.computeIfAbsent(ofFirst.ids().get(i), id -> numbers.size());
      for (int j = 0; j < labels; j++) {
        byFirst[j] = ofFirst.probabilities()[i][j] > firstThresholds[j];
        bySecond[j] = ofSecond.probabilities()[i][j] > secondThresholds[j];
      }
      add(document, ofFirst.truth()[i], byFirst, bySecond);
    }
  }

  private void add(int document, boolean[] truth, boolean[] first, boolean[] second) {
    int firstWrong = 0;
    int secondWrong = 0;
    for (int j = 0; j < labels; j++) {
      int isTrue = truth[j] ? 1 : 0;
      int byFirst = first[j] ? 1 : 0;
      int bySecond = second[j] ? 1 : 0;
      support[j] += isTrue;
      predicted[0][j] += byFirst;
      predicted[1][j] += bySecond;
      hits[0][j] += isTrue & byFirst;
      hits[1][j] += isTrue & bySecond;
      firstWrong |= isTrue ^ byFirst;
      secondWrong |= isTrue ^ bySecond;
      if (byFirst != bySecond) {
        kinds[KINDS_OF_LABEL * j + 2 * bySecond + isTrue].add(document);
      }
    }
    rows++;
    exact[0] += 1 - firstWrong;
    exact[1] += 1 - secondWrong;
    if (firstWrong != secondWrong) {
      kinds[KINDS_OF_LABEL * labels + firstWrong].add(document);
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
    return kinds[KINDS_OF_LABEL * labels].size();
  }

  /** Documents that only the second model gets right in all labels. */
  int onlySecondExact() {
    return kinds[KINDS_OF_LABEL * labels + 1].size();
  }

  /** Numbers of the documents of each kind; one may be there several times. */
  int[][] documentsByKind() {
    int[][] documents = new int[kinds.length][];
    for (int kind = 0; kind < kinds.length; kind++) {
      documents[kind] = kinds[kind].toArray();
    }
    return documents;
  }

  /**
   * The difference of the pooled figures, first minus second, where some documents are swapped.
   *
   * @param swapped [kinds], how many documents of each kind are swapped
   * @return by {@link #METRICS}
   */
  double[] differences(int[] swapped) {
    int[] movedPredicted = new int[labels];
    int[] movedHits = new int[labels];
    for (int j = 0; j < labels; j++) {
      int kind = KINDS_OF_LABEL * j;
      movedHits[j] = swapped[kind + 3] - swapped[kind + 1];
      movedPredicted[j] = movedHits[j] + swapped[kind + 2] - swapped[kind];
    }
    LabelCounts first = counts(0, movedPredicted, movedHits, 1);
    LabelCounts second = counts(1, movedPredicted, movedHits, -1);
    int kind = KINDS_OF_LABEL * labels;
    int movedExact = swapped[kind + 1] - swapped[kind];
    return new double[] {
      first.microF1() - second.microF1(),
      first.macroF1() - second.macroF1(),
      first.weightedF1() - second.weightedF1(),
      (exact[0] - exact[1] + 2.0 * movedExact) / rows
    };
  }

  private LabelCounts counts(int model, int[] movedPredicted, int[] movedHits, int sign) {
    int[] newPredicted = predicted[model].clone();
    int[] newHits = hits[model].clone();
    for (int j = 0; j < labels; j++) {
      newPredicted[j] += sign * movedPredicted[j];
      newHits[j] += sign * movedHits[j];
    }
    return new LabelCounts(support, newPredicted, newHits);
  }
}
