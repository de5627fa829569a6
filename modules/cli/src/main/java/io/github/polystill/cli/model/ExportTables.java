package io.github.polystill.cli.model;

import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.experiments.export.ExportCheck;
import io.github.polystill.experiments.export.SpeedComparison;
import io.github.polystill.models.layers.WeightStorage;
import io.github.polystill.report.table.TextTable;
import java.util.List;
import java.util.Locale;

/** What {@code polystill export} prints of what it has measured. */
final class ExportTables {
  private static final double PERCENT = 100;
  private static final double MEGABYTE = 1e6;

  private ExportTables() {}

  /** The figures of the test fold before and after, in percent. */
  static TextTable metrics(ExportCheck check, WeightStorage storage) {
    TextTable table = figures("weights");
    MultiLabelEvaluation before = check.trained();
    MultiLabelEvaluation after = check.exported();
    row(table, WeightStorage.FLOAT32.key(), before);
    row(table, storage.key(), after);
    table.row(
        "change",
        difference(after.microF1() - before.microF1()),
        difference(after.macroF1() - before.macroF1()),
        difference(after.weightedF1() - before.weightedF1()),
        difference(after.subsetAccuracy() - before.subsetAccuracy()));
    return table;
  }

  /** The figures of the test fold by the fixed thresholds and by those of the model, in percent. */
  static TextTable thresholds(ExportCheck check, ThresholdChoice choice) {
    TextTable table = figures("thresholds");
    row(table, ThresholdChoice.FIXED.key(), check.atFixed());
    row(table, choice.key(), check.exported());
    return table;
  }

  static TextTable figures(String rows) {
    return TextTable.of(rows, "micro-F1", "macro-F1", "weighted-F1", "subset acc.");
  }

  /** Sizes and latencies, and how much faster each is than the first. */
  static TextTable speeds(List<SpeedComparison.Speed> speeds) {
    TextTable table =
        TextTable.of(
            "model", "MB", "ms for 1 text", "times faster", "ms for 32 texts", "times faster");
    SpeedComparison.Speed first = speeds.get(0);
    for (SpeedComparison.Speed speed : speeds) {
      table.row(
          speed.model(),
          format("%.1f", speed.bytes() / MEGABYTE),
          format("%.2f", speed.oneText()),
          format("%.2f", first.oneText() / speed.oneText()),
          format("%.2f", speed.batch()),
          format("%.2f", first.batch() / speed.batch()));
    }
    return table;
  }

  static void row(TextTable table, String name, MultiLabelEvaluation evaluation) {
    table.row(
        name,
        format("%.2f", PERCENT * evaluation.microF1()),
        format("%.2f", PERCENT * evaluation.macroF1()),
        format("%.2f", PERCENT * evaluation.weightedF1()),
        format("%.2f", PERCENT * evaluation.subsetAccuracy()));
  }

  private static String difference(double change) {
    return format("%+.2f", PERCENT * change);
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
