package io.github.polystill.data.folds;

import io.github.polystill.data.Fold;
import java.util.Arrays;
import java.util.List;

/**
 * How evenly the test parts of folds share labels and documents, by the two measures of Sechidis,
 * Tsoumakas and Vlahavas 2011, section 4.2. Lower is better, 0 is perfect.
 *
 * @param labelsDistribution LD: per label the mean difference, over the folds, between the odds of
 *     the label in the fold (documents with it by documents without it) and in the corpus; the mean
 *     over all labels. Where every document of a fold carries a label the odds are taken with one
 *     document without it; a label that every document of the corpus carries counts 0.
 * @param examplesDistribution ED: the mean difference, over the folds, between the size of a fold
 *     and a k-th of the corpus, in documents
 */
public record FoldQuality(double labelsDistribution, double examplesDistribution) {

  /**
   * Measures folds whose test parts make up a corpus.
   *
   * @param targets which document carries which label, [documents][labels]
   */
  public static FoldQuality of(List<Fold> folds, boolean[][] targets) {
    int[] sizes = folds.stream().mapToInt(fold -> fold.test().length).toArray();
    int[][] counts = labelCounts(folds, targets);
    int labels = targets.length == 0 ? 0 : targets[0].length;
    double sum = 0;
    for (int label = 0; label < labels; label++) {
      sum += oddsDifference(counts, sizes, label);
    }
    double each = (double) Arrays.stream(sizes).sum() / sizes.length;
    double sizeDifference = Arrays.stream(sizes).mapToDouble(s -> Math.abs(s - each)).sum();
    return new FoldQuality(labels == 0 ? 0 : sum / labels, sizeDifference / sizes.length);
  }

  /** Number of documents per label in the test part of every fold, [folds][labels]. */
  public static int[][] labelCounts(List<Fold> folds, boolean[][] targets) {
    int[][] counts = new int[folds.size()][targets.length == 0 ? 0 : targets[0].length];
    for (int fold = 0; fold < counts.length; fold++) {
      for (int document : folds.get(fold).test()) {
        for (int label = 0; label < counts[fold].length; label++) {
          if (targets[document][label]) {
            counts[fold][label]++;
          }
        }
      }
    }
    return counts;
  }

  private static double oddsDifference(int[][] counts, int[] sizes, int label) {
    int all = Arrays.stream(sizes).sum();
    int carriers = Arrays.stream(counts).mapToInt(row -> row[label]).sum();
    if (carriers == all) {
      return 0;
    }
    double corpus = odds(carriers, all);
    double sum = 0;
    for (int fold = 0; fold < sizes.length; fold++) {
      sum += Math.abs(odds(counts[fold][label], sizes[fold]) - corpus);
    }
    return sum / sizes.length;
  }

  private static double odds(int with, int all) {
    return (double) with / Math.max(1, all - with);
  }
}
