package io.github.polystill.report.html;

import io.github.polystill.report.html.HtmlTable.Cell;
import io.github.polystill.report.table.ResultTable;
import io.github.polystill.report.table.StatisticsTable;
import io.github.polystill.report.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tables beside Table 1, with what they leave out of a block's later rows filled in again. */
final class StatisticsSection {
  private static final Pattern NUMBER = Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]+)?)( .*)?");

  private StatisticsSection() {}

  static HtmlTable of(StatisticsTable table) {
    HtmlTable html = new HtmlTable(table.title()).notes(table.notes());
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
        List<String> whole = new ArrayList<>(row);
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < whole.size(); i++) {
          boolean number = table.columns().get(i).right();
          if (!number && whole.get(i).isEmpty() && !before.isEmpty()) {
            whole.set(i, before.get(i));
          }
          cells.add(number ? number(whole.get(i)) : Cell.text(whole.get(i)));
        }
        if (whole.contains(ResultTable.Gain.OF_DISTILLED)) {
          html.foot(cells);
        } else {
          html.row(cells);
        }
        before = whole;
      }
    }
    return html;
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
