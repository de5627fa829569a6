package io.github.polystill.cli.corpus;

import io.github.polystill.data.corpus.CorpusStatistics;
import io.github.polystill.data.corpus.CorpusStatistics.LabelCount;
import io.github.polystill.report.table.DisplayWidth;
import java.util.List;
import java.util.Locale;

/** Lays the figures of a corpus out for a terminal. */
final class CorpusStatisticsTable {
  private static final int NAME_WIDTH = 24;

  private CorpusStatisticsTable() {}

  static String render(CorpusStatistics statistics) {
    StringBuilder out = new StringBuilder();
    row(out, "documents", String.valueOf(statistics.documents()));
    row(out, "  without labels", withShare(statistics.documentsWithoutLabels(), statistics));
    row(out, "labels", String.valueOf(statistics.labels().size()));
    row(out, "assignments", String.valueOf(statistics.assignments()));
    row(out, "labels per document", format("%.2f", statistics.meanLabelsPerDocument()));
    for (CorpusStatistics.Cardinality cardinality : statistics.labelsPerDocument()) {
      row(out, "  " + cardinality.labels(), withShare(cardinality.documents(), statistics));
    }
    CorpusStatistics.Lengths lengths = statistics.characters();
    row(out, "characters", String.valueOf(lengths.total()));
    row(out, "  per document", lengths(lengths));
    if (!statistics.labels().isEmpty()) {
      labels(out, statistics.labels());
    }
    return out.toString();
  }

  private static void labels(StringBuilder out, List<LabelCount> labels) {
    int width = labels.stream().mapToInt(count -> DisplayWidth.of(count.label())).max().orElse(0);
    int nameWidth = Math.max(NAME_WIDTH, width + 2);
    out.append('\n');
    out.append(padded("label", nameWidth)).append(format("%9s  %7s", "documents", "share"));
    out.append('\n');
    for (LabelCount count : labels) {
      out.append(padded(count.label(), nameWidth))
          .append(format("%9d  %6.2f%%", count.documents(), 100 * count.share()))
          .append('\n');
    }
  }

  private static void row(StringBuilder out, String name, String value) {
    out.append(padded(name, NAME_WIDTH)).append(value).append('\n');
  }

  private static String withShare(int documents, CorpusStatistics statistics) {
    return format("%d (%.1f%%)", documents, 100.0 * documents / statistics.documents());
  }

  private static String lengths(CorpusStatistics.Lengths lengths) {
    return format(
        "min %d, median %s, mean %.1f, 90%% up to %d, max %d",
        lengths.min(), number(lengths.median()), lengths.mean(), lengths.p90(), lengths.max());
  }

  /** A half is shown; a whole number has no decimals. */
  private static String number(double median) {
    return median == Math.rint(median) ? format("%.0f", median) : format("%.1f", median);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - DisplayWidth.of(text)));
  }

  @SuppressWarnings("AnnotateFormatMethod") // @FormatMethod would be a dependency for one method
  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
