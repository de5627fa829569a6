package io.github.polystill.report.table;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table beside Table 1, for any kind of page.
 *
 * @param title one line
 * @param columns in order
 * @param rows of one cell per column; an empty row is a rule
 * @param notes how to read it, one sentence or two each
 */
public record StatisticsTable(
    String title, List<TextTable.Column> columns, List<List<String>> rows, List<String> notes) {
  public StatisticsTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    notes = List.copyOf(notes);
  }

  /** The table under its title in GitHub's Markdown, its notes alone where it has no rows. */
  public String toMarkdown() {
    StringBuilder text = new StringBuilder("## ").append(title).append("\n\n");
    if (!rows.isEmpty()) {
      text.append(line(columns.stream().map(TextTable.Column::heading).toList()));
      text.append('|');
      columns.forEach(column -> text.append(column.right() ? "---:|" : "---|"));
      text.append('\n');
      rows.stream().filter(row -> !row.isEmpty()).forEach(row -> text.append(line(row)));
      text.append('\n');
    }
    notes.forEach(note -> text.append("- ").append(MarkdownRendering.escape(note)).append('\n'));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(MarkdownRendering::escape)
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** The table under its title for a terminal. */
  public String toTerminal() {
    TextTable table = new TextTable(columns.toArray(TextTable.Column[]::new));
    for (List<String> row : rows) {
      if (row.isEmpty()) {
        table.rule();
      } else {
        table.row(row.toArray());
      }
    }
    StringBuilder text = new StringBuilder(title).append("\n\n").append(table);
    if (!notes.isEmpty()) {
      text.append('\n');
    }
    notes.forEach(note -> text.append(note).append('\n'));
    return text.toString();
  }
}
