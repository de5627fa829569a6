package io.github.polystill.report.html;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.TrainingRow;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Figures of one label and architecture over the folds. */
record LabelSummary(String label, List<FoldEvaluation> folds) {
  /**
   * Number of test documents that carry the label, over the folds of the training type most run.
   */
  int support() {
    int support = 0;
    for (TrainingRow row : TrainingRow.values()) {
      support = Math.max(support, evaluations(row).mapToInt(LabelEvaluation::support).sum());
    }
    return support;
  }

  /** Mean of a figure over folds, NaN where the training type was not run. */
  double mean(TrainingRow row, ToDoubleFunction<LabelEvaluation> figure) {
    return evaluations(row).mapToDouble(figure).average().orElse(Double.NaN);
  }

  /** The weights that the teacher chose, fold by fold, or one if they agree. */
  String classWeights() {
    List<String> weights =
        folds.stream()
            .flatMap(fold -> Optional.ofNullable(fold.classWeights().get(label)).stream())
            .map(LabelSummary::shortest)
            .toList();
    return weights.stream().distinct().count() == 1
        ? weights.get(0)
        : weights.stream().collect(Collectors.joining(", "));
  }

  /** The fewest digits that name a number, such as {@code 0.05} or {@code 3}. */
  static String shortest(double weight) {
    String digits = NumberOutput.toString(weight, true);
    return digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
  }

  private Stream<LabelEvaluation> evaluations(TrainingRow row) {
    return folds.stream()
        .filter(fold -> fold.training() == row)
        .flatMap(fold -> fold.evaluation().perLabel().stream())
        .filter(evaluation -> evaluation.label().equals(label));
  }
}
