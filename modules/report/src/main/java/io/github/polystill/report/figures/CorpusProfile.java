package io.github.polystill.report.figures;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What figures show of a corpus and its folds.
 *
 * @param documents of the corpus
 * @param labels in the corpus' order
 * @param counts documents per label
 * @param together [labels][labels], documents that carry both
 * @param foldSizes test documents of every fold
 * @param foldCounts [folds][labels], test documents that carry the label
 */
@SuppressWarnings("ArrayRecordComponent")
public record CorpusProfile(
    int documents,
    List<String> labels,
    int[] counts,
    int[][] together,
    int[] foldSizes,
    int[][] foldCounts) {
  /**
   * Checks the shapes, which may come from a file.
   *
   * @throws IllegalArgumentException where they do not fit
   */
  public CorpusProfile {
    labels = List.copyOf(labels);
    int width = labels.size();
    boolean fits =
        documents > 0
            && width > 0
            && counts.length == width
            && together.length == width
            && Arrays.stream(together).allMatch(row -> row.length == width)
            && foldCounts.length == foldSizes.length
            && Arrays.stream(foldCounts).allMatch(row -> row.length == width);
    if (!fits) {
      throw new IllegalArgumentException("counts that do not fit " + width + " labels");
    }
  }

  /**
   * Counts.
   *
   * @param targets [documents][labels]
   * @param testParts document indexes of every fold's test part
   */
  public static CorpusProfile of(List<String> labels, boolean[][] targets, List<int[]> testParts) {
    int[][] together = new int[labels.size()][labels.size()];
    for (boolean[] document : targets) {
      for (int i = 0; i < labels.size(); i++) {
        for (int j = 0; document[i] && j < labels.size(); j++) {
          together[i][j] += document[j] ? 1 : 0;
        }
      }
    }
    int[] counts = new int[labels.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = together[i][i];
    }
    int[] sizes = new int[testParts.size()];
    int[][] foldCounts = new int[testParts.size()][labels.size()];
    for (int fold = 0; fold < sizes.length; fold++) {
      sizes[fold] = testParts.get(fold).length;
      for (int document : testParts.get(fold)) {
        for (int j = 0; j < labels.size(); j++) {
          foldCounts[fold][j] += targets[document][j] ? 1 : 0;
        }
      }
    }
    return new CorpusProfile(targets.length, labels, counts, together, sizes, foldCounts);
  }

  /** Label indexes, most frequent first, equal ones in the corpus' order. */
  public List<Integer> byFrequency() {
    return IntStream.range(0, labels.size())
        .boxed()
        .sorted(Comparator.comparingInt((Integer label) -> -counts[label]))
        .toList();
  }

  /** Labels of a document in the mean. */
  public double labelsPerDocument() {
    return (double) IntStream.of(counts).sum() / documents;
  }

  /** Share of the documents that carry a label, in percent. */
  double share(int label) {
    return 100.0 * counts[label] / documents;
  }
}
