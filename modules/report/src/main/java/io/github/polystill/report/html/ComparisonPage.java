package io.github.polystill.report.html;

import io.github.polystill.report.figures.Figure;
import io.github.polystill.report.figures.Svg;
import io.github.polystill.report.html.ReportPage.FigureView;
import io.github.polystill.report.html.ReportPage.Listed;
import io.github.polystill.report.table.StatisticsTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a page shows of runs that are compared, under the names of the template {@code
 * comparison.html}.
 *
 * @param wide what the share of labels brings, as wide as a page
 * @param narrow the same as wide as a telephone
 * @param tables figures and tests
 */
public record ComparisonPage(
    Optional<Figure> wide, Optional<Figure> narrow, List<StatisticsTable> tables) {
  public ComparisonPage {
    tables = List.copyOf(tables);
  }

  Map<String, Object> parts() {
    Map<String, Object> parts = new HashMap<>();
    parts.put("patterns", Svg.patterns());
    parts.put(
        "shares",
        wide.map(it -> Listed.of(List.of(new FigureView(it, narrow.orElse(it))))).orElse(null));
    parts.put("tables", tables.stream().map(StatisticsSection::of).toList());
    return parts;
  }
}
