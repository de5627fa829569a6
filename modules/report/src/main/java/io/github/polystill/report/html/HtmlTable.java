package io.github.polystill.report.html;

import io.github.polystill.report.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table with a caption, whose columns the page's script sorts. A row's first cell is its heading;
 * rows of the foot stay where they are. On a narrow screen rows are stacked, every cell under the
 * name of its column; a {@link #scrolling} table moves sideways under its first column instead.
 */
final class HtmlTable {
  private final String caption;
  private final List<Column> columns = new ArrayList<>();
  private final List<String> rows = new ArrayList<>();
  private final List<String> foot = new ArrayList<>();
  private boolean scrolls;

  /** A column; neighbours of one group share a heading over theirs, and its CSS class. */
  private record Column(String heading, String css, String group) {}

  /**
   * A cell.
   *
   * @param html content, escaped
   * @param value what it is sorted by; empty for its text
   */
  record Cell(String html, String value) {
    static Cell text(String text) {
      return new Cell(Markup.escape(text), "");
    }

    static Cell html(String html) {
      return new Cell(html, "");
    }

    /** A number that is shown in another way than it is sorted by. */
    static Cell number(double value, String shown) {
      return new Cell(Markup.escape(shown), Double.isNaN(value) ? "" : Double.toString(value));
    }

    Cell bold(boolean bold) {
      return bold ? new Cell("<b>" + html + "</b>", value) : this;
    }
  }

  HtmlTable(String caption) {
    this.caption = caption;
  }

  /** Keeps a row a row on a narrow screen: for many rows that are compared with each other. */
  HtmlTable scrolling() {
    scrolls = true;
    return this;
  }

  HtmlTable text(String heading) {
    return column(heading, "", "");
  }

  /** A column of sentences or lists. */
  HtmlTable prose(String heading) {
    return column(heading, "prose", "");
  }

  HtmlTable number(String heading) {
    return column(heading, "n", "");
  }

  /** A column of numbers in a group, which is a training type's key. */
  HtmlTable number(String heading, String group) {
    return column(heading, "n", group);
  }

  private HtmlTable column(String heading, String css, String group) {
    columns.add(new Column(heading, css, group));
    return this;
  }

  HtmlTable row(List<Cell> cells) {
    rows.add(row(cells, ""));
    return this;
  }

  /** A row whose heading opens what {@code detail} names in the page's data. */
  HtmlTable expandableRow(String detail, List<Cell> cells) {
    List<Cell> all = new ArrayList<>(cells);
    Cell head = all.get(0);
    all.set(
        0,
        new Cell(
            "<button type=\"button\" class=\"detail\" aria-expanded=\"false\">"
                + head.html()
                + "</button>",
            head.value()));
    rows.add(row(all, " data-detail=\"" + Markup.escape(detail) + "\""));
    return this;
  }

  HtmlTable foot(List<Cell> cells) {
    foot.add(row(cells, ""));
    return this;
  }

  private String row(List<Cell> cells, String attributes) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(cells.size() + " cells in " + columns.size());
    }
    StringBuilder html = new StringBuilder("<tr" + attributes + ">");
    for (int i = 0; i < cells.size(); i++) {
      String element = i == 0 ? "th scope=\"row\"" : "td";
      html.append('<').append(element);
      String css = cssOf(i);
      if (!css.isEmpty()) {
        html.append(" class=\"").append(css).append('"');
      }
      if (!scrolls && i > 0) {
        html.append(" data-h=\"").append(Markup.escape(columns.get(i).heading())).append('"');
      }
      if (!cells.get(i).value().isEmpty()) {
        html.append(" data-v=\"").append(Markup.escape(cells.get(i).value())).append('"');
      }
      html.append('>').append(cells.get(i).html());
      html.append(i == 0 ? "</th>" : "</td>");
    }
    return html.append("</tr>\n").toString();
  }

  private String cssOf(int column) {
    String css = columns.get(column).css();
    return startsGroup(column) ? css + " first" : css;
  }

  private boolean startsGroup(int column) {
    String group = columns.get(column).group();
    return !group.isEmpty() && (column == 0 || !columns.get(column - 1).group().equals(group));
  }

  private String head() {
    boolean grouped = columns.stream().anyMatch(column -> !column.group().isEmpty());
    StringBuilder upper = new StringBuilder("<tr>");
    StringBuilder lower = new StringBuilder("<tr>");
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (column.group().isEmpty()) {
        upper.append(heading(i, grouped ? " rowspan=\"2\"" : ""));
      } else {
        if (startsGroup(i)) {
          upper.append(group(column.group()));
        }
        lower.append(heading(i, ""));
      }
    }
    upper.append("</tr>\n");
    return grouped ? upper.append(lower).append("</tr>\n").toString() : upper.toString();
  }

  private String group(String name) {
    long span = columns.stream().filter(column -> column.group().equals(name)).count();
    String escaped = Markup.escape(name);
    return String.format(
        Locale.ROOT,
        "<th colspan=\"%d\" scope=\"colgroup\" class=\"first\"><span class=\"key %s\">%s</span></th>",
        span,
        escaped,
        escaped);
  }

  private String heading(int column, String span) {
    String css = cssOf(column);
    return String.format(
        Locale.ROOT,
        "<th scope=\"col\"%s%s aria-sort=\"none\"><button type=\"button\" class=\"sort\""
            + " data-c=\"%d\">%s</button></th>",
        span,
        css.isEmpty() ? "" : " class=\"" + css + "\"",
        column,
        Markup.escape(columns.get(column).heading()));
  }

  @Override
  public String toString() {
    StringBuilder html = new StringBuilder("<div class=\"scroll\" role=\"region\" aria-label=\"");
    html.append(Markup.escape(caption)).append("\"><table class=\"");
    html.append(scrolls ? "scrolling" : "stacking").append("\">\n");
    html.append("<caption>").append(Markup.escape(caption)).append("</caption>\n");
    html.append("<thead>\n").append(head()).append("</thead>\n<tbody>\n");
    rows.forEach(html::append);
    html.append("</tbody>\n");
    if (!foot.isEmpty()) {
      html.append("<tfoot>\n");
      foot.forEach(html::append);
      html.append("</tfoot>\n");
    }
    return html.append("</table></div>\n").toString();
  }
}
