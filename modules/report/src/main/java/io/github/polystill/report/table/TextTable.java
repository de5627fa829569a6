package io.github.polystill.report.table;

import io.github.polystill.data.text.ControlCharacters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table for the terminal, aligned by {@link DisplayWidth} so that Chinese and Latin text line up.
 *
 * <pre>{@code
 * TextTable table = new TextTable(TextTable.left("label"), TextTable.right("documents"));
 * table.row("藥物", 412);
 * System.out.print(table);
 * }</pre>
 */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<Column> columns;

  /** Rows of cells; an empty row is a rule. */
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(Column... columns) {
    this.columns = List.of(columns);
  }

  /** A table with a column of text and columns of numbers behind it. */
  public static TextTable of(String text, String... numbers) {
    return new TextTable(
        Stream.concat(Stream.of(left(text)), Arrays.stream(numbers).map(TextTable::right))
            .toArray(Column[]::new));
  }

  /** A table of rows of which an empty one is a rule. */
  static TextTable of(List<Column> columns, List<List<String>> rows) {
    TextTable table = new TextTable(columns.toArray(Column[]::new));
    for (List<String> row : rows) {
      if (row.isEmpty()) {
        table.rule();
      } else {
        table.row(row.toArray());
      }
    }
    return table;
  }

  /** A column's heading and the side that its cells are aligned to. */
  public record Column(String heading, boolean right) {}

  /** A column of text. */
  public static Column left(String heading) {
    return new Column(heading, false);
  }

  /** A column of numbers. */
  public static Column right(String heading) {
    return new Column(heading, true);
  }

  /**
   * Adds a row. Control characters are shown as spaces, so that a label cannot break the layout or
   * command the terminal.
   *
   * @param cells one per column, shown by {@link String#valueOf}
   */
  public TextTable row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + columns.size() + " columns");
    }
    rows.add(Arrays.stream(cells).map(TextTable::printable).toList());
    return this;
  }

  /** Adds a horizontal line. */
  public TextTable rule() {
    rows.add(List.of());
    return this;
  }

  /** The table with its headings, one line per row, each ending in LF. */
  @Override
  public String toString() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(column -> printable(column.heading())).toList());
    lines.add(List.of());
    lines.addAll(rows);
    int[] widths = new int[columns.size()];
    for (int j = 0; j < widths.length; j++) {
      int column = j;
      widths[j] =
          lines.stream()
              .filter(line -> !line.isEmpty())
              .mapToInt(line -> DisplayWidth.of(line.get(column)))
              .max()
              .orElse(0);
    }
    String rule = "-".repeat(Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1));
    return lines.stream()
        .map(line -> (line.isEmpty() ? rule : line(line, widths)) + "\n")
        .collect(Collectors.joining());
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int j = 0; j < widths.length; j++) {
      String padding = " ".repeat(widths[j] - DisplayWidth.of(cells.get(j)));
      line.append(j == 0 ? "" : GAP);
      line.append(columns.get(j).right() ? padding + cells.get(j) : cells.get(j) + padding);
    }
    return line.toString().stripTrailing();
  }

  private static String printable(Object cell) {
    return ControlCharacters.replace(String.valueOf(cell), " ");
  }
}
