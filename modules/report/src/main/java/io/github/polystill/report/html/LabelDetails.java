package io.github.polystill.report.html;

import io.github.polystill.data.RecordsJson;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import io.github.polystill.report.table.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The figures of every label fold by fold as the page's data: the script makes a table of those
 * that are asked for. Written out as tables they would be most of a page.
 */
final class LabelDetails {
  private LabelDetails() {}

  /** What a label's row refers to: numbers, because names may hold anything. */
  static String key(Report report, String architecture, String label) {
    return report.architectures().indexOf(architecture)
        + "-"
        + report.data().labels().indexOf(label);
  }

  /** JSON for a script element: nothing in it can end the element. */
  static String json(Report report) {
    Map<ModelKey, ThresholdEvaluation> tuned =
        report.thresholds().stream()
            .collect(Collectors.toMap(ThresholdEvaluation::key, Function.identity()));
    Map<String, List<List<String>>> details = new LinkedHashMap<>();
    for (FoldEvaluation evaluation : report.data().evaluations()) {
      Optional<ThresholdEvaluation> thresholds = Optional.ofNullable(tuned.get(evaluation.key()));
      for (LabelEvaluation label : evaluation.evaluation().perLabel()) {
        details
            .computeIfAbsent(
                key(report, evaluation.architecture(), label.label()), it -> new ArrayList<>())
            .add(row(evaluation, label, thresholds.flatMap(it -> tunedLabel(it, label.label()))));
      }
    }
    return RecordsJson.line(details).replace("<", "\\u003c");
  }

  private static Optional<LabelEvaluation> tunedLabel(ThresholdEvaluation of, String label) {
    return of.row(ThresholdChoice.PER_LABEL, Metric.MACRO_F1).test().perLabel().stream()
        .filter(it -> it.label().equals(label))
        .findFirst();
  }

  private static List<String> row(
      FoldEvaluation evaluation, LabelEvaluation label, Optional<LabelEvaluation> tuned) {
    Double weight = evaluation.classWeights().get(label.label());
    return List.of(
        evaluation.training().key(),
        evaluation.key().foldName(),
        Integer.toString(label.support()),
        Figures.percent(label.precision()),
        Figures.percent(label.recall()),
        Figures.percent(label.f1()),
        Figures.shortest(label.threshold()),
        tuned.map(it -> String.format(Locale.ROOT, "%.3f", it.threshold())).orElse("–"),
        tuned.map(it -> Figures.percent(it.f1())).orElse("–"),
        weight == null ? "" : Figures.shortest(weight));
  }
}
