package io.github.polystill.data.corpus;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.corpus.CorpusStatistics.LabelCount;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@link Corpus#of} drops: labels of too few documents.
 *
 * @param minLabelCount documents that a label needs to be kept
 * @param dropped the labels that fall short, most frequent first, ties by name
 * @param documentsLeftWithoutLabel documents that lose their last label by it; they stay in the
 *     corpus
 */
public record RareLabels(
    int minLabelCount, List<LabelCount> dropped, int documentsLeftWithoutLabel) {
  private static final int MOST_NAMED = 30;

  public RareLabels {
    dropped = List.copyOf(dropped);
  }

  /** The labels of {@code documents} that {@code Corpus.of(documents, minLabelCount)} drops. */
  public static RareLabels of(List<Document> documents, int minLabelCount) {
    Map<String, Integer> counts = Corpus.labelCounts(documents);
    List<LabelCount> dropped =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() < minLabelCount)
            .map(
                entry ->
                    new LabelCount(
                        entry.getKey(),
                        entry.getValue(),
                        (double) entry.getValue() / documents.size()))
            .sorted(
                Comparator.comparingInt(LabelCount::documents)
                    .reversed()
                    .thenComparing(LabelCount::label))
            .toList();
    long left =
        documents.stream()
            .filter(document -> !document.labels().isEmpty())
            .filter(
                document ->
                    document.labels().stream().allMatch(label -> counts.get(label) < minLabelCount))
            .count();
    return new RareLabels(minLabelCount, dropped, Math.toIntExact(left));
  }

  /** Labels with their counts, the first few of many: {@code a (2), b (1)}. */
  public static String names(List<Document> documents, List<String> labels) {
    Map<String, Integer> counts = Corpus.labelCounts(documents);
    String names =
        labels.stream()
            .limit(MOST_NAMED)
            .map(label -> label + " (" + counts.getOrDefault(label, 0) + ")")
            .collect(Collectors.joining(", "));
    int more = labels.size() - MOST_NAMED;
    return more > 0 ? names + " and " + more + " more" : names;
  }

  /** One line that names every dropped label with its count; empty where none is dropped. */
  public Optional<String> describe() {
    if (dropped.isEmpty()) {
      return Optional.empty();
    }
    String names =
        dropped.stream()
            .map(count -> count.label() + " (" + count.documents() + ")")
            .collect(Collectors.joining(", "));
    return Optional.of(
        String.format(
            Locale.ROOT,
            "dropped %d %s of fewer than %d documents: %s; %d %s left without a label",
            dropped.size(),
            dropped.size() == 1 ? "label" : "labels",
            minLabelCount,
            names,
            documentsLeftWithoutLabel,
            documentsLeftWithoutLabel == 1 ? "document is" : "documents are"));
  }
}
