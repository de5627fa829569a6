package io.github.polystill.data.folds;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What is dealt in one piece: a document without a group, or all documents of a group. A unit
 * counts for a label as often as its documents carry it.
 *
 * @param documents of every unit, [units][documents]
 * @param labels that any document of a unit carries, ascending, [units][labels]
 * @param counts how many documents of a unit carry each of these
 */
@SuppressWarnings("ArrayRecordComponent")
record Units(int[][] documents, int[][] labels, int[][] counts, int labelCount) {
  /** Units of all documents in the order of their first documents. */
  static Units of(boolean[][] targets, List<Optional<String>> groups) {
    return of(targets, groups, IntStream.range(0, targets.length).toArray());
  }

  /** Units of some documents. */
  static Units of(boolean[][] targets, List<Optional<String>> groups, int[] among) {
    int[][] documents = grouped(groups, among);
    int[][] labels = new int[documents.length][];
    int[][] counts = new int[documents.length][];
    for (int u = 0; u < documents.length; u++) {
      Map<Integer, Integer> carried = new TreeMap<>();
      for (int document : documents[u]) {
        for (int label = 0; label < targets[document].length; label++) {
          if (targets[document][label]) {
            carried.merge(label, 1, Integer::sum);
          }
        }
      }
      labels[u] = toArray(carried.keySet());
      counts[u] = toArray(carried.values());
    }
    return new Units(documents, labels, counts, targets.length == 0 ? 0 : targets[0].length);
  }

  private static int[][] grouped(List<Optional<String>> groups, int[] among) {
    Map<Object, IntStream.Builder> byGroup = new LinkedHashMap<>();
    for (int document : among) {
      Object key = groups.get(document).isPresent() ? groups.get(document).get() : document;
      byGroup.computeIfAbsent(key, k -> IntStream.builder()).add(document);
    }
    return byGroup.values().stream().map(b -> b.build().toArray()).toArray(int[][]::new);
  }

  private static int[] toArray(Collection<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The units with these indexes, in this order. */
  Units select(int[] units) {
    return new Units(pick(documents, units), pick(labels, units), pick(counts, units), labelCount);
  }

  private static int[][] pick(int[][] rows, int[] indexes) {
    return Arrays.stream(indexes).mapToObj(i -> rows[i]).toArray(int[][]::new);
  }

  int size() {
    return documents.length;
  }

  /** Number of documents of a unit. */
  int documents(int unit) {
    return documents[unit].length;
  }

  int[] labels(int unit) {
    return labels[unit];
  }

  int[] counts(int unit) {
    return counts[unit];
  }

  int totalDocuments() {
    return Arrays.stream(documents).mapToInt(d -> d.length).sum();
  }

  /** Number of documents per label, [labels]. */
  int[] labelTotals() {
    int[] totals = new int[labelCount];
    for (int u = 0; u < size(); u++) {
      for (int i = 0; i < labels[u].length; i++) {
        totals[labels[u][i]] += counts[u][i];
      }
    }
    return totals;
  }

  /** Documents of all units of a part, ascending. */
  int[] documentsOf(int[] parts, int part) {
    return IntStream.range(0, size())
        .filter(u -> parts[u] == part)
        .flatMap(u -> Arrays.stream(documents[u]))
        .sorted()
        .toArray();
  }
}
