package io.github.polystill.labs.train;

import io.github.polystill.report.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

  /** Where our time goes, a line for each row that was taken apart: operations of 1 % and more. */
  public List<String> profiles() {
    List<String> lines = new ArrayList<>();
    for (TrainRow row : rows) {
      row.profile()
          .ifPresent(
              profile ->
                  lines.add(
                      String.join(" ", row.architecture(), row.channels(), row.lengths())
                          + ": "
                          + shares(profile)));
    }
    return lines;
  }

  private static String shares(Map<String, Double> profile) {
    return profile.entrySet().stream()
        .filter(share -> share.getValue() >= 0.01)
        .map(share -> share.getKey() + " " + whole(100 * share.getValue()) + " %")
        .collect(Collectors.joining(", "));
  }

  /** How much faster all workers are than one, a line for each row where that was measured. */
  public List<String> scalings() {
    List<String> lines = new ArrayList<>();
    for (TrainRow row : rows) {
      row.scaling()
          .ifPresent(
              scaling ->
                  lines.add(
                      String.join(" ", row.architecture(), row.channels(), row.lengths())
                          + ": all workers over one "
                          + times(scaling)));
    }
    return lines;
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
