package io.github.polystill.report.html;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.report.Markup;
import io.github.polystill.report.figures.Figure;
import io.github.polystill.report.figures.RunFigures;
import io.github.polystill.report.figures.Svg;
import io.github.polystill.report.table.SignificanceTable;
import io.github.polystill.report.table.ThresholdTables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The parts of a report as HTML, under the names of the template's placeholders. A section for
 * which a run has nothing is left out, of the navigation too.
 */
final class ReportSections {
  private static final String DOCUMENTS =
      "<p>Loss: binary cross-entropy, mean over labels. Difference: mean absolute difference of"
          + " probabilities, with the three labels of the largest. Predicted: labels over their"
          + " threshold, and true ones that are not, with their probabilities.</p>\n";

  private final Report report;
  private final List<Figure> figures;
  private final List<Figure> narrow;

  private record Section(String id, String title, String html) {}

  ReportSections(Report report) {
    this.report = report;
    this.figures = RunFigures.of(report.data());
    this.narrow = RunFigures.of(report.data(), RunFigures.NARROW);
  }

  Map<String, String> byName() {
    List<Section> sections = sections().stream().filter(it -> !it.html().isEmpty()).toList();
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("title", Markup.escape(report.title()));
    parts.put("patterns", Svg.patterns());
    parts.put("verdict", Markup.escape(verdict()));
    parts.put("facts", facts());
    parts.put("notice", notice());
    parts.put("warnings", warnings());
    parts.put("nav", all(sections, "<a href=\"#%1$s\">%2$s</a>\n"));
    parts.put("sections", all(sections, "<section id=\"%s\"><h2>%s</h2>\n%s</section>\n"));
    parts.put("details", LabelDetails.json(report));
    return parts;
  }

  private String verdict() {
    return Verdict.of(
        report.predictions().stream().map(EvaluatedPredictions::evaluation).toList(),
        report.thresholds(),
        report.significance(),
        report.table().unit());
  }

  private static String all(List<Section> sections, String format) {
    return sections.stream()
        .map(it -> String.format(Locale.ROOT, format, it.id(), it.title(), it.html()))
        .collect(Collectors.joining());
  }

  private List<Section> sections() {
    return List.of(
        new Section("results", "Results", ResultsSection.html(report.table())),
        new Section("significance", "Significance", significance()),
        new Section("thresholds", "Thresholds", thresholds()),
        new Section("labels", "Labels", labels()),
        new Section("corpus", "Corpus", corpus()),
        new Section("weights", "Class weights", classWeights()),
        new Section("reliability", "Reliability", figures(RunFigures.RELIABILITY)),
        new Section("documents", "Documents", DOCUMENTS + new DocumentsSection(report).html()),
        new Section("curves", "Learning curves", figures(RunFigures.LEARNING_CURVES)),
        new Section("settings", "Settings", list("settings", report.settings())));
  }

  private String significance() {
    return StatisticsSection.html(
        SignificanceTable.of(report.significance(), report.table().unit()));
  }

  private String thresholds() {
    if (report.thresholds().isEmpty()) {
      return "";
    }
    ThresholdTables tables = new ThresholdTables(report.thresholds(), report.table().unit());
    return StatisticsSection.html(tables.full()) + StatisticsSection.html(tables.probabilities());
  }

  private String labels() {
    String tables = new LabelsSection(report).html();
    String gain =
        tables.contains(">gain<")
            ? " Gain: F1 of the distilled over the standalone student, in points."
            : "";
    String weight =
        weights().isEmpty()
            ? ""
            : " Class weight: what the teacher chose, fold by fold where folds differ.";
    return figures(RunFigures.F1_PER_LABEL)
        + "<p>Percent, means over folds, most frequent label first. Support: test documents that"
        + " carry the label."
        + gain
        + weight
        + " Bold: best F1. A heading sorts; a label opens its folds, with the threshold that was"
        + " tuned for the label on validation documents beside the fixed one.</p>\n"
        + tables;
  }

  private String corpus() {
    return "<div class=\"pair\">\n"
        + figures(RunFigures.LABEL_COUNTS)
        + figures(RunFigures.LABEL_SHARES)
        + "</div>\n"
        + figures(RunFigures.COOCCURRENCE);
  }

  /** One weight for all makes no figure. */
  private String classWeights() {
    List<Double> weights = weights();
    return weights.size() == 1
        ? String.format(
            Locale.ROOT,
            "<p>The teacher's experts all have class weight %s.</p>\n",
            LabelSummary.shortest(weights.get(0)))
        : figures(RunFigures.CLASS_WEIGHTS);
  }

  private List<Double> weights() {
    return report.data().evaluations().stream()
        .map(FoldEvaluation::classWeights)
        .flatMap(weights -> weights.values().stream())
        .distinct()
        .toList();
  }

  private String facts() {
    return report.facts().isEmpty() ? "" : list("facts", report.facts());
  }

  private static String list(String css, Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(
            entry ->
                String.format(
                    Locale.ROOT,
                    entry.getKey().equals("command")
                        ? "<div><dt>%s</dt><dd><code>%s</code></dd></div>\n"
                        : "<div><dt>%s</dt><dd>%s</dd></div>\n",
                    Markup.escape(entry.getKey()),
                    Markup.escape(entry.getValue())))
        .collect(Collectors.joining("", "<dl class=\"" + css + "\">\n", "</dl>\n"));
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

  /** The figures of a name or with such a beginning, each as wide as a page and as a telephone. */
  private String figures(String prefix) {
    StringBuilder html = new StringBuilder();
    for (int i = 0; i < figures.size(); i++) {
      if (figures.get(i).name().startsWith(prefix)) {
        html.append(html(figures.get(i), narrow.get(i)));
      }
    }
    return html.toString();
  }

  private static String html(Figure wide, Figure narrow) {
    return String.format(
        Locale.ROOT,
        """
        <figure>
        <div class="wide">%s</div>
        <div class="narrow scroll%s">%s</div>
        <figcaption><b>%s.</b> %s</figcaption>
        </figure>
        """,
        wide.inlineSvg(),
        narrow.width() > RunFigures.NARROW ? " fixed" : "",
        narrow.inlineSvg(),
        Markup.escape(wide.title()),
        Markup.escape(wide.description()));
  }
}
