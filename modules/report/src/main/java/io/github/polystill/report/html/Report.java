package io.github.polystill.report.html;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.evaluation.significance.SignificanceResult;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import io.github.polystill.report.figures.FigureData;
import io.github.polystill.report.table.ResultTable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a report shows. All text is taken as plain text and escaped.
 *
 * @param title heading of the page
 * @param notice one line that must not be missed, such as that the corpus is synthetic
 * @param warnings of the run, a sentence each
 * @param facts when, for how long and with what it was run, in the order to show them
 * @param settings names and values worth knowing, in the order to show them
 * @param table Table 1
 * @param tuned its second block
 * @param significance of the gains
 * @param thresholds side by side
 * @param data what the figures are drawn from, and the order of labels
 * @param predictions of every model and baseline
 * @param suspects worst first; empty where nothing was cross-fitted
 * @param texts of the documents
 */
public record Report(
    String title,
    Optional<String> notice,
    List<String> warnings,
    Map<String, String> facts,
    Map<String, String> settings,
    ResultTable table,
    ResultTable tuned,
    List<SignificanceResult> significance,
    List<ThresholdEvaluation> thresholds,
    FigureData data,
    List<EvaluatedPredictions> predictions,
    List<SuspectLabel> suspects,
    DocumentTexts texts) {
  public Report {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    warnings = List.copyOf(warnings);
    significance = List.copyOf(significance);
    thresholds = List.copyOf(thresholds);
    predictions = List.copyOf(predictions);
    suspects = List.copyOf(suspects);
  }

  /** Figures of the linear baseline, none where it was not run. */
  List<FoldEvaluation> linear() {
    return predictions.stream()
        .map(EvaluatedPredictions::evaluation)
        .filter(it -> it.training() == TrainingRow.BASELINE)
        .filter(it -> it.architecture().equals(Baseline.LINEAR.key()))
        .toList();
  }

  List<String> architectures() {
    return data.evaluations().stream().map(FoldEvaluation::architecture).distinct().toList();
  }
}
