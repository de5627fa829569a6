package io.github.polystill.report.table;

import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;

/** Table 1 as CSV. */
final class CsvRendering {
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  private static final List<Metric> METRICS = List.of(Metric.values());
  private static final List<GainColumn> GAINS =
      METRICS.stream()
          .flatMap(
              metric ->
                  Stream.of(
                      new GainColumn(metric, TrainingRow.STANDALONE.key(), "Standalone"),
                      new GainColumn(metric, TrainingRow.TEACHER.key(), "Teacher"),
                      new GainColumn(metric, Baseline.LINEAR.key(), "Linear")))
          .toList();

  /** A column of gains in points. */
  private record GainColumn(Metric metric, String over, String suffix) {}

  private final StringBuilder text = new StringBuilder();

  CsvRendering(ResultTable table) {
    List<String> header = new ArrayList<>(List.of("architecture", "training", "folds"));
    for (Metric metric : Metric.values()) {
      header.add(metric.key() + ":mean");
      header.add(metric.key() + ":deviation");
      header.add(metric.key() + ":p");
    }
    for (GainColumn column : GAINS) {
      header.add(column.metric().key() + ":gainOver" + column.suffix());
    }
    METRICS.forEach(metric -> header.add(metric.key() + ":best"));
    line(header);
    for (ArchitectureResult architecture : table.architectures()) {
      architecture.trainings().forEach(training -> row(architecture, training));
    }
  }

  private void row(ArchitectureResult architecture, TrainingResult training) {
    List<String> cells = new ArrayList<>();
    cells.add(architecture.architecture());
    cells.add(training.training().key());
    cells.add(Integer.toString(training.folds()));
    for (MetricResult result : training.metrics()) {
      cells.add(Figures.percent(result.mean()));
      cells.add(result.deviation() == null ? "" : Figures.percent(result.deviation()));
      cells.add(p(architecture, training, result.metric()));
    }
    for (GainColumn column : GAINS) {
      cells.add(gain(architecture, training, column));
    }
    for (MetricResult result : training.metrics()) {
      cells.add(result.best() ? "1" : "0");
    }
    line(cells);
  }

  private static String gain(
      ArchitectureResult architecture, TrainingResult training, GainColumn column) {
    return architecture.gains().stream()
        .filter(gain -> gain.of() == training.training())
        .filter(gain -> gain.over().equals(column.over()))
        .map(gain -> Figures.points(gain.gains().get(METRICS.indexOf(column.metric()))))
        .findFirst()
        .orElse("");
  }

  /** The p-value compares two rows; it stands in that of the distilled student. */
  private static String p(ArchitectureResult architecture, TrainingResult training, Metric metric) {
    if (training.training() != TrainingRow.DISTILLED) {
      return "";
    }
    return architecture.pValues().stream()
        .filter(pValue -> pValue.metric() == metric && pValue.p() != null)
        .map(pValue -> String.format(Locale.ROOT, "%.6g", pValue.p()))
        .findFirst()
        .orElse("");
  }

  private void line(List<String> cells) {
    text.append(FORMAT.format(cells.toArray())).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
