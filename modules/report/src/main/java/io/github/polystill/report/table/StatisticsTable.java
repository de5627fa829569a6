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
    List<List<String>> escaped =
        rows.stream().map(row -> row.stream().map(StatisticsTable::escape).toList()).toList();
    String table = rows.isEmpty() ? "" : markdown(columns, escaped) + "\n";
    return "## " + title + "\n\n" + table + markdown(notes);
  }

  /** A table of escaped cells in GitHub's Markdown, which has no rules between rows. */
  static String markdown(List<TextTable.Column> columns, List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    text.append(line(columns.stream().map(column -> escape(column.heading())).toList()));
    text.append('|');
    columns.forEach(column -> text.append(column.right() ? "---:|" : "---|"));
    text.append('\n');
    rows.stream().filter(row -> !row.isEmpty()).forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** A list of notes in Markdown. */
  static String markdown(List<String> notes) {
    return notes.stream().map(note -> "- " + escape(note) + "\n").collect(Collectors.joining());
  }

  static String escape(String value) {
    return value
        .replaceAll("([\\\\|*_`\\[\\]])", "\\\\$1")
        .replace("<", "&lt;")
        .replaceAll("\\s+", " ");
  }

  /** The table under its title for a terminal. */
  public String toTerminal() {
    String under = notes.stream().map(note -> note + "\n").collect(Collectors.joining());
    return title + "\n\n" + TextTable.of(columns, rows) + (notes.isEmpty() ? "" : "\n") + under;
  }
}
