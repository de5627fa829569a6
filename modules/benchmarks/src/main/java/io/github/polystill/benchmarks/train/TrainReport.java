package io.github.polystill.benchmarks.train;

import io.github.polystill.evaluation.table.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code bench train} found.
 *
 * @param machine what it ran on and what was timed, by name
 * @param rows of the table
 */
public record TrainReport(Map<String, Object> machine, List<TrainRow> rows) {

  /** The table for people. */
  public TextTable table() {
    TextTable table =
        new TextTable(
            TextTable.left("architecture"),
            TextTable.left("channels"),
            TextTable.left("lengths"),
            TextTable.right("samples/s"),
            TextTable.right("Keras"),
            TextTable.right("ratio"),
            TextTable.right("steady"),
            TextTable.right("Keras"),
            TextTable.right("ratio"),
            TextTable.right("GFLOP/s"),
            TextTable.right("of peak"),
            TextTable.right("RSS MB"));
    for (TrainRow row : rows) {
      table.row(
          row.architecture(),
          row.channels(),
          row.lengths(),
          whole(row.samplesPerSecond()),
          row.kerasSamplesPerSecond().map(TrainReport::whole).orElse("-"),
          row.ratio().map(TrainReport::times).orElse("-"),
          whole(row.steadySamplesPerSecond()),
          row.kerasSteadySamplesPerSecond().map(TrainReport::whole).orElse("-"),
          row.steadyRatio().map(TrainReport::times).orElse("-"),
          whole(row.gflops()),
          whole(100 * row.gflops() / row.peakGflops()) + " %",
          row.peakRssBytes().map(bytes -> whole(bytes / 1e6)).orElse("-"));
    }
    return table;
  }

  /** Whether other jobs used so much of the machine that a row is doubtful. */
  public boolean disturbed() {
    return rows.stream()
        .map(TrainRow::otherCores)
        .flatMap(Optional::stream)
        .anyMatch(it -> it > 0.1);
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private static String times(double value) {
    return String.format(Locale.ROOT, "%.2fx", value);
  }
}
