package io.github.polystill.data;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * Documents and the labels they may carry. Labels of a document that are not in the label set (the
 * rare ones that were dropped) are ignored by {@link #targets()}.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record Corpus(List<Document> documents, LabelSet labels) {
  public Corpus {
    documents = List.copyOf(documents);
  }

  /**
   * A corpus whose labels are those of at least {@code minLabelCount} documents, most frequent
   * first, ties by name.
   */
  public static Corpus of(List<Document> documents, int minLabelCount) {
    Map<String, Integer> counts = labelCounts(documents);
    List<String> names =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() >= minLabelCount)
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .toList();
    return new Corpus(documents, LabelSet.of(names));
  }

  /** Number of documents per label name, over all labels that occur. */
  public static Map<String, Integer> labelCounts(List<Document> documents) {
    Map<String, Integer> counts = new HashMap<>();
    for (Document document : documents) {
      for (String label : document.labels()) {
        counts.merge(label, 1, Integer::sum);
      }
    }
    return counts;
  }

  public int size() {
    return documents.size();
  }

  /** Which document carries which label, [documents][labels]. */
  public boolean[][] targets() {
    boolean[][] targets = new boolean[documents.size()][labels.size()];
    for (int i = 0; i < targets.length; i++) {
      for (String label : documents.get(i).labels()) {
        OptionalInt column = labels.indexOf(label);
        if (column.isPresent()) {
          targets[i][column.getAsInt()] = true;
        }
      }
    }
    return targets;
  }
}
