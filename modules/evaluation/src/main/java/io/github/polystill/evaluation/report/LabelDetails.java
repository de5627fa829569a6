package io.github.polystill.evaluation.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.table.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of every label fold by fold as the page's data: the script makes a table of those
 * that are asked for. Written out as tables they would be most of a page.
 */
final class LabelDetails {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LabelDetails() {}

  /** What a label's row refers to: numbers, because names may hold anything. */
  static String key(Report report, String architecture, String label) {
    return report.architectures().indexOf(architecture)
        + "-"
        + report.data().labels().indexOf(label);
  }

  /** JSON for a script element: nothing in it can end the element. */
  static String json(Report report) {
    Map<String, List<List<String>>> details = new LinkedHashMap<>();
    for (FoldEvaluation evaluation : report.data().evaluations()) {
      for (LabelEvaluation label : evaluation.evaluation().perLabel()) {
        details
            .computeIfAbsent(
                key(report, evaluation.architecture(), label.label()), it -> new ArrayList<>())
            .add(row(evaluation, label));
      }
    }
    try {
      return JSON.writeValueAsString(details).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts always have a JSON form", e);
    }
  }

  private static List<String> row(FoldEvaluation evaluation, LabelEvaluation label) {
    Double weight = evaluation.classWeights().get(label.label());
    return List.of(
        evaluation.training(),
        Integer.toString(evaluation.fold()),
        Integer.toString(label.support()),
        Figures.percent(label.precision()),
        Figures.percent(label.recall()),
        Figures.percent(label.f1()),
        LabelSummary.shortest(label.threshold()),
        weight == null ? "" : LabelSummary.shortest(weight));
  }
}
