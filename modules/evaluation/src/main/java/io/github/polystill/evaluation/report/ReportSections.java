package io.github.polystill.evaluation.report;

import io.github.polystill.evaluation.Markup;
import io.github.polystill.evaluation.figures.Figure;
import io.github.polystill.evaluation.figures.RunFigures;
import io.github.polystill.evaluation.figures.Svg;
import io.github.polystill.evaluation.table.SignificanceTable;
import io.github.polystill.evaluation.table.ThresholdTables;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The parts of a report as HTML, under the names of the template's placeholders. */
final class ReportSections {
  private final Report report;

  ReportSections(Report report) {
    this.report = report;
  }

  Map<String, String> byName() {
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put("title", Markup.escape(report.title()));
    sections.put("patterns", Svg.patterns());
    sections.put("notice", notice());
    sections.put("warnings", warnings());
    sections.put("settings", settings());
    sections.put("table", ResultsSection.html(report.table()));
    sections.put("significance", significance());
    sections.put("thresholds", thresholds());
    sections.put("labelCounts", figure(RunFigures.LABEL_COUNTS));
    sections.put("labelShares", figure(RunFigures.LABEL_SHARES));
    sections.put("cooccurrence", figure(RunFigures.COOCCURRENCE));
    sections.put("f1", figure(RunFigures.F1_PER_LABEL));
    sections.put("perLabel", new LabelsSection(report).html());
    sections.put(
        "classWeights", figures(RunFigures.CLASS_WEIGHTS, "Not shown: the run has no teacher."));
    sections.put("reliability", figure(RunFigures.RELIABILITY));
    sections.put(
        "curves", figures(RunFigures.LEARNING_CURVES, "This run kept no learning curves."));
    sections.put("documents", new DocumentsSection(report).html());
    sections.put("details", LabelDetails.json(report));
    return sections;
  }

  private String significance() {
    return StatisticsSection.html(
        SignificanceTable.of(report.significance(), report.table().unit()));
  }

  private String thresholds() {
    ThresholdTables tables = new ThresholdTables(report.thresholds(), report.table().unit());
    return StatisticsSection.html(tables.full()) + StatisticsSection.html(tables.probabilities());
  }

  private String notice() {
    return report
        .notice()
        .map(text -> "<p class=\"notice\">" + Markup.escape(text) + "</p>")
        .orElse("");
  }

  private String warnings() {
    if (report.warnings().isEmpty()) {
      return "";
    }
    return report.warnings().stream()
        .map(warning -> "<li>" + Markup.escape(warning) + "</li>\n")
        .collect(
            Collectors.joining(
                "", "<div class=\"notice\"><b>Warnings of the run</b><ul>\n", "</ul></div>\n"));
  }

  private String settings() {
    return report.settings().entrySet().stream()
        .map(
            entry ->
                String.format(
                    Locale.ROOT,
                    "<div><dt>%s</dt><dd>%s</dd></div>\n",
                    Markup.escape(entry.getKey()),
                    Markup.escape(entry.getValue())))
        .collect(Collectors.joining("", "<dl>\n", "</dl>\n"));
  }

  private String figure(String name) {
    return report.figures().stream()
        .filter(figure -> figure.name().equals(name))
        .map(ReportSections::html)
        .findFirst()
        .orElseThrow();
  }

  private String figures(String prefix, String whyMissing) {
    String html =
        report.figures().stream()
            .filter(figure -> figure.name().startsWith(prefix))
            .map(ReportSections::html)
            .collect(Collectors.joining());
    return html.isEmpty() ? "<p>" + whyMissing + "</p>\n" : html;
  }

  private static String html(Figure figure) {
    return String.format(
        Locale.ROOT,
        "<figure>%s<figcaption><b>%s.</b> %s</figcaption></figure>\n",
        figure.inlineSvg(),
        Markup.escape(figure.title()),
        Markup.escape(figure.description()));
  }
}
