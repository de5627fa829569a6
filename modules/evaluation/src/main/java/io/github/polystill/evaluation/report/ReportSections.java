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
  private static final String CORPUS_UNKNOWN =
      "Not shown: the run directory holds no counts of the corpus, and the corpus is not where it was"
          + " or has changed.";

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
    sections.put("labelCounts", figure(RunFigures.LABEL_COUNTS, CORPUS_UNKNOWN));
    sections.put("labelShares", figure(RunFigures.LABEL_SHARES, CORPUS_UNKNOWN));
    sections.put("cooccurrence", figure(RunFigures.COOCCURRENCE, CORPUS_UNKNOWN));
    sections.put("f1", figure(RunFigures.F1_PER_LABEL, ""));
    sections.put("perLabel", new LabelsSection(report).html());
    sections.put(
        "classWeights",
        figure(
            RunFigures.CLASS_WEIGHTS,
            "Not shown: it needs a teacher and counts of the corpus in the run directory."));
    sections.put("reliability", figure(RunFigures.RELIABILITY, without("thresholds.json")));
    sections.put("curves", figures(RunFigures.LEARNING_CURVES));
    sections.put("documents", new DocumentsSection(report).html());
    sections.put("details", LabelDetails.json(report));
    return sections;
  }

  private String significance() {
    return report
        .significance()
        .map(results -> StatisticsSection.html(SignificanceTable.of(results)))
        .orElse("<p>" + without("significance.json") + "</p>\n");
  }

  private String thresholds() {
    return report
        .thresholds()
        .map(ThresholdTables::new)
        .map(
            tables ->
                StatisticsSection.html(tables.full())
                    + StatisticsSection.html(tables.probabilities()))
        .orElse("<p>" + without("thresholds.json") + "</p>\n");
  }

  private static String without(String file) {
    return "Not shown: the run directory has no "
        + file
        + ", which polystill run writes when it is started again.";
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

  private String figure(String name, String whyMissing) {
    return report.figures().stream()
        .filter(figure -> figure.name().equals(name))
        .map(ReportSections::html)
        .findFirst()
        .orElse("<p>" + Markup.escape(whyMissing) + "</p>\n");
  }

  private String figures(String prefix) {
    String html =
        report.figures().stream()
            .filter(figure -> figure.name().startsWith(prefix))
            .map(ReportSections::html)
            .collect(Collectors.joining());
    return html.isEmpty() ? "<p>This run kept no learning curves.</p>\n" : html;
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
