package io.github.polystill.report.html;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.report.figures.Figure;
import io.github.polystill.report.figures.RunFigures;
import io.github.polystill.report.figures.Svg;
import io.github.polystill.report.table.FidelityTable;
import io.github.polystill.report.table.Figures;
import io.github.polystill.report.table.SignificanceTable;
import io.github.polystill.report.table.StatisticsTable;
import io.github.polystill.report.table.ThresholdTables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the template {@code report.html} shows of a report, under the names that it has there. A
 * section for which a run has nothing is null, and left out of the navigation too.
 */
final class ReportPage {
  private final Report report;
  private final List<FigureView> figures;

  /** Items of a part of the page that is left out where there are none. */
  record Listed(List<?> items) {
    /** Null for none. */
    static Listed of(List<?> items) {
      return items.isEmpty() ? null : new Listed(items);
    }
  }

  /** An entry of a list of names and values. */
  record Entry(String name, String value) {
    boolean isCommand() {
      return name.equals("command");
    }
  }

  /** A figure as wide as a page and as a telephone. */
  record FigureView(Figure wide, Figure narrow) {
    /** Whether even the narrow one is wider than a telephone. */
    boolean isFixed() {
      return narrow.width() > RunFigures.NARROW;
    }
  }

  ReportPage(Report report) {
    this.report = report;
    List<Figure> wide = RunFigures.of(report.data());
    List<Figure> narrow = RunFigures.of(report.data(), RunFigures.NARROW);
    this.figures =
        IntStream.range(0, wide.size())
            .mapToObj(i -> new FigureView(wide.get(i), narrow.get(i)))
            .toList();
  }

  Map<String, Object> parts() {
    Map<String, Object> parts = new HashMap<>();
    parts.put("title", report.title());
    parts.put("patterns", Svg.patterns());
    parts.put("verdict", verdict());
    parts.put("facts", entries(report.facts()));
    parts.put("notice", report.notice().orElse(""));
    parts.put("warnings", Listed.of(report.warnings()));
    parts.put(
        "results",
        Listed.of(Stream.of(report.table(), report.tuned()).map(ResultsSection::of).toList()));
    parts.put("significance", significance());
    parts.put("thresholds", thresholds());
    parts.put("fidelity", fidelity());
    parts.put("labels", labels());
    parts.put("counts", figures(RunFigures.LABEL_COUNTS));
    parts.put("shares", figures(RunFigures.LABEL_SHARES));
    parts.put("cooccurrence", figures(RunFigures.COOCCURRENCE));
    parts.put("weights", weights());
    parts.put("reliability", figures(RunFigures.RELIABILITY));
    parts.put("documents", new DocumentsSection(report));
    parts.put("suspects", suspects());
    parts.put("curves", figures(RunFigures.LEARNING_CURVES));
    parts.put("settings", entries(report.settings()));
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

  private Listed significance() {
    StatisticsTable table = SignificanceTable.of(report.significance(), report.table().unit());
    boolean none = table.rows().isEmpty() && table.notes().isEmpty();
    return none ? null : Listed.of(List.of(StatisticsSection.of(table)));
  }

  private Listed thresholds() {
    if (report.thresholds().isEmpty()) {
      return null;
    }
    ThresholdTables tables = new ThresholdTables(report.thresholds(), report.table().unit());
    return Listed.of(
        Stream.of(tables.full(), tables.probabilities()).map(StatisticsSection::of).toList());
  }

  private Listed fidelity() {
    StatisticsTable table = FidelityTable.of(report.data().evaluations(), report.table().unit());
    return table.rows().isEmpty() ? null : Listed.of(List.of(StatisticsSection.of(table)));
  }

  private Listed suspects() {
    return report.suspects().isEmpty()
        ? null
        : Listed.of(List.of(SuspectsSection.of(report.suspects(), report.texts())));
  }

  private Map<String, Object> labels() {
    List<HtmlTable> tables = new LabelsSection(report).tables();
    Map<String, Object> labels = new HashMap<>();
    labels.put("f1", figures(RunFigures.F1_PER_LABEL));
    labels.put("hasGain", tables.stream().anyMatch(it -> it.hasColumn(LabelsSection.GAIN)));
    labels.put("hasWeights", !chosenWeights().isEmpty());
    labels.put("tables", tables);
    return labels;
  }

  /** One weight for all makes no figure. */
  private Map<String, Object> weights() {
    List<Double> weights = chosenWeights();
    Listed chart = figures(RunFigures.CLASS_WEIGHTS);
    if (weights.size() != 1 && chart == null) {
      return null;
    }
    Map<String, Object> parts = new HashMap<>();
    parts.put("only", weights.size() == 1 ? Figures.shortest(weights.get(0)) : "");
    parts.put("chart", weights.size() == 1 ? null : chart);
    return parts;
  }

  private List<Double> chosenWeights() {
    return report.data().evaluations().stream()
        .map(FoldEvaluation::classWeights)
        .flatMap(weights -> weights.values().stream())
        .distinct()
        .toList();
  }

  private static Listed entries(Map<String, String> entries) {
    return Listed.of(
        entries.entrySet().stream().map(it -> new Entry(it.getKey(), it.getValue())).toList());
  }

  /** The figures of a name or with such a beginning. */
  private Listed figures(String prefix) {
    return Listed.of(figures.stream().filter(it -> it.wide().name().startsWith(prefix)).toList());
  }
}
