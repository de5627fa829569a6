package io.github.polystill.report.table;

import io.github.polystill.evaluation.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Table 1 for people: a row per training type, then its gains and p-values.
 *
 * @param escape of any text
 * @param best of a best figure, escaped
 * @param other of any other figure, escaped
 * @param gain of points
 * @param pTitle title of the row of p-values
 */
record ResultTableText(
    UnaryOperator<String> escape,
    UnaryOperator<String> best,
    UnaryOperator<String> other,
    UnaryOperator<String> gain,
    String pTitle) {
  private static final Map<String, String> LATEX =
      Map.ofEntries(
          Map.entry("\\", "\\textbackslash{}"),
          Map.entry("&", "\\&"),
          Map.entry("%", "\\%"),
          Map.entry("$", "\\$"),
          Map.entry("#", "\\#"),
          Map.entry("_", "\\_"),
          Map.entry("{", "\\{"),
          Map.entry("}", "\\}"),
          Map.entry("~", "\\textasciitilde{}"),
          Map.entry("^", "\\textasciicircum{}"),
          Map.entry("<", "$<$"),
          Map.entry(">", "$>$"),
          Map.entry("±", "$\\pm$"),
          Map.entry("–", "--"));

  static String markdown(ResultTable table) {
    UnaryOperator<String> plain = UnaryOperator.identity();
    ResultTableText syntax =
        new ResultTableText(
            StatisticsTable::escape,
            figure -> "**" + figure + "**",
            plain,
            plain,
            ResultTable.P_TITLE);
    return "## "
        + table.title()
        + "\n\n"
        + StatisticsTable.markdown(columns(table, ""), syntax.rows(table))
        + "\n"
        + StatisticsTable.markdown(table.notes())
        + StatisticsTable.markdown(List.of(ResultTable.BOLD_NOTE));
  }

  static String terminal(ResultTable table) {
    UnaryOperator<String> spaced = figure -> figure + " ";
    ResultTableText syntax =
        new ResultTableText(
            UnaryOperator.identity(), figure -> figure + "*", spaced, spaced, ResultTable.P_TITLE);
    return table.title()
        + "\n\n"
        + TextTable.of(columns(table, " "), syntax.rows(table))
        + "\n"
        + table.notes().stream().map(note -> note + "\n").collect(Collectors.joining())
        + "*: best training type of the architecture.\n";
  }

  static String latex(ResultTable table) {
    ResultTableText syntax =
        new ResultTableText(
            ResultTableText::escapeLatex,
            figure -> "\\textbf{" + figure + "}",
            UnaryOperator.identity(),
            points -> "$" + points + "$",
            "$p$, distilled vs standalone");
    List<TextTable.Column> columns = columns(table, "");
    List<String> head = columns.stream().map(TextTable.Column::heading).toList();
    return String.format(
        Locale.ROOT,
        """
        %% Needs \\usepackage{booktabs} and \\usepackage[T1]{fontenc}; written by polystill.
        \\begin{table*}
        \\centering
        \\small
        \\begin{tabular}{%s}
        \\toprule
        %s\\midrule
        %s\\bottomrule
        \\end{tabular}
        \\caption{%s. %s %s}
        \\label{tab:results%s}
        \\end{table*}
        """,
        columns.stream().map(it -> it.right() ? "r" : "l").collect(Collectors.joining()),
        latexLine(head),
        syntax.rows(table).stream().map(ResultTableText::latexLine).collect(Collectors.joining()),
        escapeLatex(table.title()),
        escapeLatex(String.join(" ", table.notes())),
        ResultTable.BOLD_NOTE,
        table.thresholds().equals(ResultTable.TUNED) ? "-tuned" : "");
  }

  private static String latexLine(List<String> cells) {
    return cells.isEmpty() ? "\\midrule\n" : String.join(" & ", cells) + " \\\\\n";
  }

  /** Text of any content; what LaTeX takes for commands is written out. */
  private static String escapeLatex(String value) {
    return value
        .replaceAll("\\s+", " ")
        .codePoints()
        .mapToObj(Character::toString)
        .map(character -> LATEX.getOrDefault(character, character))
        .collect(Collectors.joining());
  }

  private static List<TextTable.Column> columns(ResultTable table, String afterMetric) {
    List<TextTable.Column> columns = new ArrayList<>();
    columns.add(TextTable.left("architecture"));
    columns.add(TextTable.left("training"));
    for (Metric metric : Metric.values()) {
      columns.add(TextTable.right(metric.title() + afterMetric));
    }
    columns.add(TextTable.right(table.unit()));
    return columns;
  }

  /** Cells by row; an empty row is a rule between architectures. */
  private List<List<String>> rows(ResultTable table) {
    List<List<String>> rows = new ArrayList<>();
    for (ResultTable.Block block : table.architectures()) {
      if (!rows.isEmpty()) {
        rows.add(List.of());
      }
      String name = escape.apply(block.architecture());
      for (ResultTable.Row training : block.trainings()) {
        String title = escape.apply(training.training().title());
        List<String> figures = training.metrics().stream().map(this::figure).toList();
        rows.add(row(name, title, figures, Integer.toString(training.folds())));
        name = "";
      }
      for (ResultTable.Gain gains : block.gains()) {
        List<String> points = gains.gains().stream().map(Figures::points).map(gain).toList();
        rows.add(row("", gains.title(), points, ""));
      }
      if (!block.pValues().isEmpty()) {
        List<String> values =
            block.pValues().stream().map(it -> Figures.pValue(it.p())).map(escape).toList();
        rows.add(row("", pTitle, values.stream().map(other).toList(), ""));
      }
    }
    return rows;
  }

  private String figure(ResultTable.Cell cell) {
    return (cell.best() ? best : other).apply(escape.apply(cell.toString()));
  }

  private static List<String> row(String name, String title, List<String> figures, String folds) {
    List<String> cells = new ArrayList<>(List.of(name, title));
    cells.addAll(figures);
    cells.add(folds);
    return cells;
  }
}
