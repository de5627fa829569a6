package io.github.polystill.report.table;

import io.github.polystill.evaluation.Metric;
import java.util.ArrayList;
import java.util.List;

/** Table 1 in GitHub's Markdown. */
final class MarkdownRendering {
  static final String P_TITLE = "p, distilled vs standalone";

  private final StringBuilder text = new StringBuilder();

  MarkdownRendering(ResultTable table) {
    heading(table.unit());
    for (ArchitectureResult architecture : table.architectures()) {
      String name = escape(architecture.architecture());
      for (TrainingResult training : architecture.trainings()) {
        row(name, training);
        name = "";
      }
      architecture.gains().forEach(this::gains);
      pValues(architecture.pValues());
    }
    text.append('\n');
    table.notes().forEach(note -> text.append("- ").append(escape(note)).append('\n'));
    text.append("- Bold: best training type of the architecture.\n");
  }

  private void heading(String unit) {
    List<String> cells = new ArrayList<>(List.of("architecture", "training"));
    for (Metric metric : Metric.values()) {
      cells.add(metric.title());
    }
    cells.add(unit);
    line(cells);
    text.append("|---|---|").append("---:|".repeat(Metric.values().length + 1)).append('\n');
  }

  private void row(String name, TrainingResult training) {
    List<String> cells = new ArrayList<>(List.of(name, escape(training.training().title())));
    for (MetricResult result : training.metrics()) {
      String figure = result.spread().toString();
      cells.add(result.best() ? "**" + figure + "**" : figure);
    }
    cells.add(Integer.toString(training.folds()));
    line(cells);
  }

  private void gains(GainResult gain) {
    List<String> cells = new ArrayList<>(List.of("", gain.title()));
    gain.gains().forEach(points -> cells.add(Figures.points(points)));
    cells.add("");
    line(cells);
  }

  private void pValues(List<PValue> pValues) {
    if (pValues.isEmpty()) {
      return;
    }
    List<String> cells = new ArrayList<>(List.of("", P_TITLE));
    pValues.forEach(pValue -> cells.add(escape(Figures.pValue(pValue.p()))));
    cells.add("");
    line(cells);
  }

  private void line(List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  static String escape(String value) {
    return value
        .replaceAll("([\\\\|*_`\\[\\]])", "\\\\$1")
        .replace("<", "&lt;")
        .replaceAll("\\s+", " ");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
