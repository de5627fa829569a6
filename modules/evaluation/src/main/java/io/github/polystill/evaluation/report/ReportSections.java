package io.github.polystill.evaluation.report;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.table.ArchitectureResult;
import io.github.polystill.evaluation.table.Figures;
import io.github.polystill.evaluation.table.MetricResult;
import io.github.polystill.evaluation.table.PValue;
import io.github.polystill.evaluation.table.ResultTable;
import io.github.polystill.evaluation.table.TrainingResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The parts of a report as HTML, under the names of the template's placeholders. */
final class ReportSections {
  private static final int CURVE_WIDTH = 460;
  private static final int CURVE_HEIGHT = 190;

  private final Report report;
  private final ResultTable table;

  /** By frequency, most frequent first. */
  private final List<String> labels;

  ReportSections(Report report) {
    this.report = report;
    this.table = ResultTable.of(report.evaluations());
    this.labels =
        report.labelCounts().entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .map(Map.Entry::getKey)
            .toList();
  }

  Map<String, String> byName() {
    return Map.of(
        "title", Html.escape(report.title()),
        "notice", notice(),
        "settings", settings(),
        "table", resultTable(),
        "labelCounts", labelCounts(),
        "f1", f1PerLabel(),
        "perLabel", perLabel(),
        "curves", curves());
  }

  private String notice() {
    return report
        .notice()
        .map(text -> "<p class=\"notice\">" + Html.escape(text) + "</p>")
        .orElse("");
  }

  private String settings() {
    StringBuilder html = new StringBuilder("<dl>\n");
    report
        .settings()
        .forEach(
            (name, value) ->
                html.append("<div><dt>")
                    .append(Html.escape(name))
                    .append("</dt><dd>")
                    .append(Html.escape(value))
                    .append("</dd></div>\n"));
    return html.append("</dl>\n").toString();
  }

  private String resultTable() {
    StringBuilder html = new StringBuilder("<div class=\"scroll\"><table class=\"results\">\n");
    html.append("<thead><tr><th>architecture</th><th>training</th>");
    for (Metric metric : Metric.values()) {
      html.append("<th class=\"n\">").append(metric.title()).append("</th>");
    }
    html.append("<th class=\"n\">folds</th></tr></thead>\n");
    table.architectures().forEach(architecture -> html.append(block(architecture)));
    html.append("</table></div>\n<ul class=\"notes\">\n");
    for (String note : table.notes()) {
      html.append("<li>").append(Html.escape(note)).append("</li>\n");
    }
    return html.append("<li>Bold: best training type of the architecture.</li>\n</ul>\n")
        .toString();
  }

  private static String block(ArchitectureResult architecture) {
    StringBuilder html = new StringBuilder("<tbody>\n");
    int rows = architecture.trainings().size() + (architecture.pValues().isEmpty() ? 0 : 1);
    String head =
        String.format(
            Locale.ROOT,
            "<th rowspan=\"%d\">%s</th>",
            rows,
            Html.escape(architecture.architecture()));
    for (TrainingResult training : architecture.trainings()) {
      html.append("<tr>").append(head);
      html.append("<td class=\"key ").append(training.training()).append("\">");
      html.append(Html.escape(training.title())).append("</td>");
      for (MetricResult result : training.metrics()) {
        String figure = Figures.percent(result);
        html.append("<td class=\"n\">")
            .append(result.best() ? "<b>" + figure + "</b>" : figure)
            .append("</td>");
      }
      html.append("<td class=\"n\">").append(training.folds()).append("</td></tr>\n");
      head = "";
    }
    if (!architecture.pValues().isEmpty()) {
      html.append("<tr class=\"p\"><td>p, distilled vs standalone</td>");
      for (PValue pValue : architecture.pValues()) {
        html.append("<td class=\"n\">")
            .append(Html.escape(Figures.pValue(pValue.p())))
            .append("</td>");
      }
      html.append("<td></td></tr>\n");
    }
    return html.append("</tbody>\n").toString();
  }

  private String labelCounts() {
    double[] counts =
        labels.stream().mapToDouble(label -> report.labelCounts().get(label)).toArray();
    double max = Math.max(1, labels.isEmpty() ? 1 : counts[0]);
    BarChart chart =
        new BarChart(
            "Documents per label",
            labels,
            List.of(new BarChart.Series("count", "documents", counts)),
            max,
            count ->
                String.format(
                    Locale.ROOT, "%.0f (%.1f %%)", count, 100 * count / report.documents()));
    return String.format(
        Locale.ROOT,
        "<p>%d documents, %d labels, %s labels per document.</p>\n<figure>%s</figure>\n",
        report.documents(),
        labels.size(),
        String.format(
            Locale.ROOT,
            "%.2f",
            report.labelCounts().values().stream().mapToInt(n -> n).sum()
                / (double) report.documents()),
        chart);
  }

  private String f1PerLabel() {
    StringBuilder html = new StringBuilder(trainingLegend());
    for (ArchitectureResult architecture : table.architectures()) {
      List<LabelSummary> summaries = summaries(architecture.architecture());
      List<BarChart.Series> series = new ArrayList<>();
      for (TrainingResult training : architecture.trainings()) {
        TrainingRow row = TrainingRow.ofKey(training.training());
        series.add(
            new BarChart.Series(
                row.key(),
                row.key(),
                summaries.stream()
                    .mapToDouble(label -> 100 * label.mean(row, LabelEvaluation::f1))
                    .toArray()));
      }
      String name = Html.escape(architecture.architecture());
      html.append("<figure><figcaption>").append(name).append("</figcaption>\n");
      html.append(
          new BarChart(
              "F1 per label, " + architecture.architecture(),
              labels,
              series,
              100,
              value -> String.format(Locale.ROOT, "%.2f", value)));
      html.append("</figure>\n");
    }
    return html.toString();
  }

  private static String trainingLegend() {
    StringBuilder html = new StringBuilder("<p class=\"legend\">");
    for (TrainingRow row : TrainingRow.values()) {
      html.append("<span class=\"key ").append(row.key()).append("\">");
      html.append(Html.escape(row.title())).append("</span> ");
    }
    return html.append("</p>\n").toString();
  }

  private String perLabel() {
    StringBuilder html = new StringBuilder();
    for (ArchitectureResult architecture : table.architectures()) {
      html.append("<h3>").append(Html.escape(architecture.architecture())).append("</h3>\n");
      html.append("<div class=\"scroll\"><table>\n").append(perLabelHead(architecture));
      html.append("<tbody>\n");
      for (LabelSummary label : summaries(architecture.architecture())) {
        html.append(perLabelRow(architecture, label));
      }
      html.append("</tbody></table></div>\n");
    }
    return html.toString();
  }

  private static String perLabelHead(ArchitectureResult architecture) {
    StringBuilder html = new StringBuilder("<thead><tr><th rowspan=\"2\">label</th>");
    html.append("<th rowspan=\"2\" class=\"n\">support</th>");
    for (TrainingResult training : architecture.trainings()) {
      html.append("<th colspan=\"3\" class=\"key ").append(training.training()).append("\">");
      html.append(training.training()).append("</th>");
    }
    html.append("<th rowspan=\"2\">class weight</th></tr>\n<tr>");
    for (int i = 0; i < architecture.trainings().size(); i++) {
      html.append("<th class=\"n first\">P</th><th class=\"n\">R</th><th class=\"n\">F1</th>");
    }
    return html.append("</tr></thead>\n").toString();
  }

  private static String perLabelRow(ArchitectureResult architecture, LabelSummary label) {
    StringBuilder html = new StringBuilder("<tr><th>").append(Html.escape(label.label()));
    html.append("</th><td class=\"n\">").append(label.support()).append("</td>");
    double bestF1 =
        architecture.trainings().stream()
            .mapToDouble(training -> f1(label, training))
            .max()
            .orElse(Double.NaN);
    for (TrainingResult training : architecture.trainings()) {
      TrainingRow row = TrainingRow.ofKey(training.training());
      html.append("<td class=\"n first\">").append(percent(label, row, LabelEvaluation::precision));
      html.append("</td><td class=\"n\">").append(percent(label, row, LabelEvaluation::recall));
      String f1 = percent(label, row, LabelEvaluation::f1);
      boolean best = bestF1 > 0 && f1(label, training) == bestF1;
      html.append("</td><td class=\"n\">").append(best ? "<b>" + f1 + "</b>" : f1).append("</td>");
    }
    html.append("<td>").append(Html.escape(label.classWeights())).append("</td></tr>\n");
    return html.toString();
  }

  private static double f1(LabelSummary label, TrainingResult training) {
    return label.mean(TrainingRow.ofKey(training.training()), LabelEvaluation::f1);
  }

  private static String percent(
      LabelSummary label, TrainingRow row, ToDoubleFunction<LabelEvaluation> figure) {
    double mean = label.mean(row, figure);
    return Double.isNaN(mean) ? "–" : Figures.percent(mean);
  }

  private List<LabelSummary> summaries(String architecture) {
    List<FoldEvaluation> folds =
        report.evaluations().stream()
            .filter(evaluation -> evaluation.architecture().equals(architecture))
            .sorted(Comparator.comparingInt(FoldEvaluation::fold))
            .toList();
    return labels.stream().map(label -> new LabelSummary(label, folds)).toList();
  }

  private String curves() {
    if (report.curves().isEmpty()) {
      return "<p>This run kept no learning curves.</p>\n";
    }
    return report.curves().stream()
        .map(this::curve)
        .collect(
            Collectors.joining(
                "",
                "<p class=\"legend\"><span class=\"key training\">training loss</span> <span"
                    + " class=\"key validation\">validation</span> dashed: epoch whose weights were"
                    + " kept</p>\n<div class=\"curves\">\n",
                "</div>\n"));
  }

  private String curve(LearningCurve curve) {
    double panel = CURVE_WIDTH / 2.0;
    LineChart loss =
        new LineChart(
            0,
            panel,
            CURVE_HEIGHT,
            "loss",
            List.of(
                new LineChart.Line("training", curve.trainingLoss()),
                new LineChart.Line("validation", curve.validationLoss())),
            curve.bestEpoch());
    LineChart figure =
        new LineChart(
            panel,
            panel,
            CURVE_HEIGHT,
            report.validationFigure(),
            List.of(new LineChart.Line("validation", curve.validationFigure())),
            curve.bestEpoch());
    String name = Html.escape(curve.name());
    return String.format(
        Locale.ROOT,
        """
        <figure><figcaption>%s</figcaption>
        <svg role="img" aria-label="Learning curves, %s" viewBox="0 0 %d %d">
        %s%s</svg></figure>
        """,
        name,
        name,
        CURVE_WIDTH,
        CURVE_HEIGHT,
        loss,
        figure);
  }
}
