package io.github.polystill.report.html;

import io.github.polystill.report.html.ReportPage.Listed;
import java.util.ArrayList;
import java.util.List;

/**
 * A table with a caption, whose columns the page's script sorts, as the template {@code table.html}
 * shows it. A row's first cell is its heading; rows of the foot stay where they are. On a narrow
 * screen rows are stacked, every cell under the name of its column; a {@link #scrolling} table
 * moves sideways under its first column instead.
 */
final class HtmlTable {
  private final String caption;
  private final List<Column> columns = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<Row> foot = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private boolean scrolls;

  /**
   * A column.
   *
   * @param index from 0
   * @param css class of its cells
   * @param group neighbours of one group share a heading over theirs, and its CSS class
   * @param startsGroup whether it is the first of its group
   */
  record Column(int index, String heading, String css, String group, boolean startsGroup) {
    boolean first() {
      return index == 0;
    }
  }

  /** A heading of the upper row: of a column, or of a group's first column over so many. */
  record Heading(Column column, long span) {}

  /**
   * A cell.
   *
   * @param text as it is shown
   * @param value what it is sorted by; empty for its text
   * @param key CSS class of the training type that it names; empty where it names none
   * @param whole what opens where the text is the beginning of it only; else empty
   */
  record Cell(String text, String value, String key, boolean bold, String whole) {
    static Cell text(String text) {
      return new Cell(text, "", "", false, "");
    }

    /** A number that is shown in another way than it is sorted by. */
    static Cell number(double value, String shown) {
      return new Cell(shown, Double.isNaN(value) ? "" : Double.toString(value), "", false, "");
    }

    Cell withBold(boolean newBold) {
      return new Cell(text, value, key, newBold, whole);
    }
  }

  /** A cell under its column. */
  record Placed(Cell cell, Column column) {}

  /** A row; its detail is what its heading opens of the page's data, empty for nothing. */
  record Row(String detail, List<Placed> cells) {}

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
    int index = columns.size();
    boolean first =
        !group.isEmpty() && (index == 0 || !columns.get(index - 1).group().equals(group));
    columns.add(new Column(index, heading, first ? css + " first" : css, group, first));
    return this;
  }

  HtmlTable row(List<Cell> cells) {
    return expandableRow("", cells);
  }

  /** A row whose heading opens what {@code detail} names in the page's data. */
  HtmlTable expandableRow(String detail, List<Cell> cells) {
    rows.add(new Row(detail, placed(cells)));
    return this;
  }

  HtmlTable foot(List<Cell> cells) {
    foot.add(new Row("", placed(cells)));
    return this;
  }

  private List<Placed> placed(List<Cell> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(cells.size() + " cells in " + columns.size());
    }
    return columns.stream().map(column -> new Placed(cells.get(column.index()), column)).toList();
  }

  /** Adds sentences under the table. */
  HtmlTable notes(List<String> more) {
    notes.addAll(more);
    return this;
  }

  String caption() {
    return caption;
  }

  boolean scrolls() {
    return scrolls;
  }

  boolean hasRows() {
    return !rows.isEmpty();
  }

  boolean grouped() {
    return columns.stream().anyMatch(column -> !column.group().isEmpty());
  }

  boolean hasColumn(String heading) {
    return columns.stream().anyMatch(column -> column.heading().equals(heading));
  }

  /** Headings of groups, and of columns without one. */
  List<Heading> upper() {
    return columns.stream()
        .filter(column -> column.group().isEmpty() || column.startsGroup())
        .map(column -> new Heading(column, span(column.group())))
        .toList();
  }

  private long span(String group) {
    return columns.stream().filter(column -> column.group().equals(group)).count();
  }

  /** The columns of groups. */
  List<Column> lower() {
    return columns.stream().filter(column -> !column.group().isEmpty()).toList();
  }

  List<Row> rows() {
    return rows;
  }

  /** Rows under the others, none or a list of them. */
  Listed foot() {
    return Listed.of(foot);
  }

  Listed notes() {
    return Listed.of(notes);
  }
}
