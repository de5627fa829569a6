package io.github.polystill.data.corpus;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * The figures that describe a corpus. Only labels of the corpus's label set count; the components
 * are plain enough to be written as JSON as they are.
 *
 * @param documents number of documents
 * @param documentsWithoutLabels number of documents that carry none of the labels
 * @param assignments number of pairs of a document and a label that it carries
 * @param meanLabelsPerDocument {@code assignments} by {@code documents}
 * @param labelsPerDocument how many documents carry how many labels, ascending
 * @param characters length of the raw texts in code points
 * @param labels documents per label, in the order of the label set
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record CorpusStatistics(
    int documents,
    int documentsWithoutLabels,
    int assignments,
    double meanLabelsPerDocument,
    List<Cardinality> labelsPerDocument,
    Lengths characters,
    List<LabelCount> labels) {

  /**
   * How often a label occurs.
   *
   * @param label the label's name
   * @param documents number of documents that carry it
   * @param share {@code documents} as a fraction of all documents, 0 to 1
   */
  public record LabelCount(String label, int documents, double share) {}

  /**
   * How many documents carry a given number of labels.
   *
   * @param labels the number of labels
   * @param documents the number of documents
   */
  public record Cardinality(int labels, int documents) {}

  /**
   * A distribution of lengths.
   *
   * @param min the shortest
   * @param median the middle, or the mean of the two in the middle
   * @param mean the arithmetic mean
   * @param p90 the least length that at least 90 % of the texts do not exceed
   * @param max the longest
   * @param total the sum
   */
  public record Lengths(int min, double median, double mean, int p90, int max, long total) {
    static Lengths of(int[] lengths) {
      if (lengths.length == 0) {
        return new Lengths(0, 0, 0, 0, 0, 0);
      }
      int[] sorted = lengths.clone();
      Arrays.sort(sorted);
      int n = sorted.length;
      long total = Arrays.stream(sorted).asLongStream().sum();
      double median = (sorted[(n - 1) / 2] + (double) sorted[n / 2]) / 2;
      int p90 = sorted[(int) ((9L * n + 9) / 10) - 1];
      return new Lengths(sorted[0], median, (double) total / n, p90, sorted[n - 1], total);
    }
  }

  public CorpusStatistics {
    labelsPerDocument = List.copyOf(labelsPerDocument);
    labels = List.copyOf(labels);
  }

  /** Counts a corpus. */
  public static CorpusStatistics of(Corpus corpus) {
    int documents = corpus.size();
    int[] perLabel = new int[corpus.labels().size()];
    Map<Integer, Integer> cardinalities = new TreeMap<>();
    int assignments = 0;
    for (boolean[] targets : corpus.targets()) {
      int carried = 0;
      for (int label = 0; label < targets.length; label++) {
        if (targets[label]) {
          perLabel[label]++;
          carried++;
        }
      }
      assignments += carried;
      cardinalities.merge(carried, 1, Integer::sum);
    }
    List<LabelCount> labels = new ArrayList<>();
    for (int label = 0; label < perLabel.length; label++) {
      labels.add(
          new LabelCount(
              corpus.labels().name(label), perLabel[label], ratio(perLabel[label], documents)));
    }
    return new CorpusStatistics(
        documents,
        cardinalities.getOrDefault(0, 0),
        assignments,
        ratio(assignments, documents),
        cardinalities.entrySet().stream()
            .map(entry -> new Cardinality(entry.getKey(), entry.getValue()))
            .toList(),
        Lengths.of(corpus.documents().stream().mapToInt(CorpusStatistics::characters).toArray()),
        labels);
  }

  private static int characters(Document document) {
    return document.text().codePointCount(0, document.text().length());
  }

  private static double ratio(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
