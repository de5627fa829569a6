package io.github.polystill.report.table;

import io.github.polystill.evaluation.Metric;
import java.util.ArrayList;
import java.util.List;

/** Table 1 for a terminal. */
final class TerminalRendering {
  private final StringBuilder text = new StringBuilder();

  TerminalRendering(ResultTable table) {
    List<TextTable.Column> columns = new ArrayList<>();
    columns.add(TextTable.left("architecture"));
    columns.add(TextTable.left("training"));
    for (Metric metric : Metric.values()) {
      columns.add(TextTable.right(metric.title() + " "));
    }
    columns.add(TextTable.right(table.unit()));
    TextTable rows = new TextTable(columns.toArray(TextTable.Column[]::new));
    boolean first = true;
    for (ArchitectureResult architecture : table.architectures()) {
      if (!first) {
        rows.rule();
      }
      first = false;
      add(rows, architecture);
    }
    text.append(rows);
    text.append('\n');
    table.notes().forEach(note -> text.append(note).append('\n'));
    text.append("*: best training type of the architecture.\n");
  }

  private static void add(TextTable rows, ArchitectureResult architecture) {
    String name = architecture.architecture();
    for (TrainingResult training : architecture.trainings()) {
      List<Object> cells = new ArrayList<>(List.of(name, training.training().title()));
      for (MetricResult result : training.metrics()) {
        cells.add(result.spread().toString() + (result.best() ? "*" : " "));
      }
      cells.add(training.folds());
      rows.row(cells.toArray());
      name = "";
    }
    for (GainResult gain : architecture.gains()) {
      List<Object> cells = new ArrayList<>(List.of("", gain.title()));
      gain.gains().forEach(points -> cells.add(Figures.points(points) + " "));
      cells.add("");
      rows.row(cells.toArray());
    }
    if (!architecture.pValues().isEmpty()) {
      List<Object> cells = new ArrayList<>(List.of("", MarkdownRendering.P_TITLE));
      architecture.pValues().forEach(pValue -> cells.add(Figures.pValue(pValue.p()) + " "));
      cells.add("");
      rows.row(cells.toArray());
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
