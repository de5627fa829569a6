package io.github.polystill.report.table;

import io.github.polystill.evaluation.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Table 1 for LaTeX, with the rules of the package booktabs. */
final class LatexRendering {
  private final StringBuilder text = new StringBuilder();

  LatexRendering(ResultTable table) {
    text.append(
        """
        % Needs \\usepackage{booktabs} and \\usepackage[T1]{fontenc}; written by polystill.
        \\begin{table*}
        \\centering
        \\small
        """);
    text.append("\\begin{tabular}{ll").append("r".repeat(Metric.values().length)).append("r}\n");
    text.append("\\toprule\n");
    heading(table.unit());
    for (ArchitectureResult architecture : table.architectures()) {
      text.append("\\midrule\n");
      block(architecture);
    }
    text.append("\\bottomrule\n\\end{tabular}\n");
    String caption =
        table.notes().stream().map(LatexRendering::escape).collect(Collectors.joining(" "));
    text.append("\\caption{")
        .append(caption)
        .append(" Bold: best training type of the architecture.}\n");
    text.append("\\label{tab:results}\n\\end{table*}\n");
  }

  private void heading(String unit) {
    List<String> cells = new ArrayList<>(List.of("architecture", "training"));
    for (Metric metric : Metric.values()) {
      cells.add(metric.title());
    }
    cells.add(unit);
    line(cells);
  }

  private void block(ArchitectureResult architecture) {
    String name = escape(architecture.architecture());
    for (TrainingResult training : architecture.trainings()) {
      List<String> cells = new ArrayList<>(List.of(name, escape(training.training().title())));
      for (MetricResult result : training.metrics()) {
        String figure = escape(result.spread().toString());
        cells.add(result.best() ? "\\textbf{" + figure + "}" : figure);
      }
      cells.add(Integer.toString(training.folds()));
      line(cells);
      name = "";
    }
    for (GainResult gain : architecture.gains()) {
      List<String> cells = new ArrayList<>(List.of("", gain.title()));
      gain.gains().forEach(points -> cells.add("$" + Figures.points(points) + "$"));
      cells.add("");
      line(cells);
    }
    if (!architecture.pValues().isEmpty()) {
      List<String> cells = new ArrayList<>(List.of("", "$p$, distilled vs standalone"));
      architecture.pValues().forEach(p -> cells.add(escape(Figures.pValue(p.p()))));
      cells.add("");
      line(cells);
    }
  }

  private void line(List<String> cells) {
    text.append(String.join(" & ", cells)).append(" \\\\\n");
  }

  /** Text of any content; what LaTeX takes for commands is written out. */
  private static String escape(String value) {
    StringBuilder escaped = new StringBuilder();
    value
        .replaceAll("\\s+", " ")
        .codePoints()
        .forEach(
            c ->
                escaped.append(
                    switch (c) {
                      case '\\' -> "\\textbackslash{}";
                      case '&', '%', '$', '#', '_', '{', '}' -> "\\" + (char) c;
                      case '~' -> "\\textasciitilde{}";
                      case '^' -> "\\textasciicircum{}";
                      case '<' -> "$<$";
                      case '>' -> "$>$";
                      case '±' -> "$\\pm$";
                      case '–' -> "--";
                      default -> Character.toString(c);
                    }));
    return escaped.toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
