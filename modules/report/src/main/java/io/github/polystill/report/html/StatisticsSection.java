package io.github.polystill.report.html;

import io.github.polystill.report.Markup;
import io.github.polystill.report.html.HtmlTable.Cell;
import io.github.polystill.report.table.GainResult;
import io.github.polystill.report.table.StatisticsTable;
import io.github.polystill.report.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tables beside Table 1, with what they leave out of a block's later rows filled in again. */
final class StatisticsSection {
  private static final Pattern NUMBER = Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]+)?)( .*)?");
  private static final String GAIN = GainResult.ofDistilled();

  private StatisticsSection() {}

  /** The table with its notes; the notes alone where it has no rows. */
  static String html(StatisticsTable table) {
    if (table.rows().isEmpty()) {
      return notes(table.notes());
    }
    HtmlTable html = new HtmlTable(table.title());
    for (TextTable.Column column : table.columns()) {
      if (column.right()) {
        html.number(column.heading());
      } else {
        html.text(column.heading());
      }
    }
    List<String> before = List.of();
    for (List<String> row : table.rows()) {
      if (!row.isEmpty()) {
        List<String> whole = filled(row, before, table.columns());
        List<Cell> cells = cells(whole, table.columns());
        if (whole.contains(GAIN)) {
          html.foot(cells);
        } else {
          html.row(cells);
        }
        before = whole;
      }
    }
    return html + notes(table.notes());
  }

  /** Notes as a list, nothing where there are none. */
  static String notes(List<String> notes) {
    if (notes.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<ul class=\"notes\">\n");
    notes.forEach(note -> html.append("<li>").append(Markup.escape(note)).append("</li>\n"));
    return html.append("</ul>\n").toString();
  }

  private static List<String> filled(
      List<String> row, List<String> before, List<TextTable.Column> columns) {
    List<String> filled = new ArrayList<>(row);
    for (int i = 0; i < filled.size() && !before.isEmpty(); i++) {
      if (filled.get(i).isEmpty() && !columns.get(i).right()) {
        filled.set(i, before.get(i));
      }
    }
    return filled;
  }

  private static List<Cell> cells(List<String> row, List<TextTable.Column> columns) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(columns.get(i).right() ? number(row.get(i)) : Cell.text(row.get(i)));
    }
    return cells;
  }

  /** Sorted by the number that a cell begins with; a p-value below what is shown comes first. */
  private static Cell number(String shown) {
    Matcher matcher = NUMBER.matcher(shown);
    if (matcher.matches()) {
      return Cell.number(Double.parseDouble(matcher.group(1)), shown);
    }
    return shown.startsWith("<") ? Cell.number(0, shown) : Cell.text(shown);
  }
}
