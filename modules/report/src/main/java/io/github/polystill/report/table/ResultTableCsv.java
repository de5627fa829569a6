package io.github.polystill.report.table;

import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;

/** Table 1 as CSV. */
final class ResultTableCsv {
  private static final List<Metric> METRICS = List.of(Metric.values());

  /** The ends of the names of columns of gains, and what these are over. */
  private static final List<Map.Entry<String, String>> GAINS =
      List.of(
          Map.entry("Standalone", TrainingRow.STANDALONE.key()),
          Map.entry("Teacher", TrainingRow.TEACHER.key()),
          Map.entry("Linear", Baseline.LINEAR.key()));

  private ResultTableCsv() {}

  static String of(List<ResultTable> tables) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(header());
    for (ResultTable table : tables) {
      for (ResultTable.Block block : table.architectures()) {
        for (ResultTable.Row training : block.trainings()) {
          List<String> line = line(block, training);
          line.add(table.thresholds());
          lines.add(line);
        }
      }
    }
    return lines.stream()
        .map(cells -> CSVFormat.RFC4180.format(cells.toArray()) + "\n")
        .collect(Collectors.joining());
  }

  private static List<String> header() {
    List<String> header = new ArrayList<>(List.of("architecture", "training", "folds"));
    for (Metric metric : METRICS) {
      header.add(metric.key() + ":mean");
      header.add(metric.key() + ":deviation");
      header.add(metric.key() + ":p");
    }
    for (Metric metric : METRICS) {
      GAINS.forEach(over -> header.add(metric.key() + ":gainOver" + over.getKey()));
    }
    METRICS.forEach(metric -> header.add(metric.key() + ":best"));
    header.add("thresholds");
    return header;
  }

  private static List<String> line(ResultTable.Block block, ResultTable.Row row) {
    List<String> cells = new ArrayList<>();
    cells.add(block.architecture());
    cells.add(row.training().key());
    cells.add(Integer.toString(row.folds()));
    for (ResultTable.Cell cell : row.metrics()) {
      cells.add(Figures.percent(cell.mean()));
      cells.add(cell.deviation() == null ? "" : Figures.percent(cell.deviation()));
      cells.add(p(block, row, cell.metric()));
    }
    for (Metric metric : METRICS) {
      GAINS.forEach(over -> cells.add(gain(block, row, metric, over.getValue())));
    }
    row.metrics().forEach(cell -> cells.add(cell.best() ? "1" : "0"));
    return cells;
  }

  private static String gain(
      ResultTable.Block block, ResultTable.Row row, Metric metric, String over) {
    return block.gains().stream()
        .filter(gain -> gain.of() == row.training() && gain.over().equals(over))
        .map(gain -> Figures.points(gain.gains().get(METRICS.indexOf(metric))))
        .findFirst()
        .orElse("");
  }

  /** The p-value compares two rows; it stands in that of the distilled student. */
  private static String p(ResultTable.Block block, ResultTable.Row row, Metric metric) {
    return block.pValues().stream()
        .filter(it -> row.training() == TrainingRow.DISTILLED)
        .filter(it -> it.metric() == metric && it.p() != null)
        .map(it -> String.format(Locale.ROOT, "%.6g", it.p()))
        .findFirst()
        .orElse("");
  }
}
