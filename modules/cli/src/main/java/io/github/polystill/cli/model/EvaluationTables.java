package io.github.polystill.cli.model;

import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluation;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluation.LabelRanking;
import io.github.polystill.report.table.TextTable;
import io.github.polystill.serving.text.CorpusPredictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What {@code polystill evaluate} prints, figures in percent.
 *
 * @param figures by the thresholds that they are of; labels are shown by the first
 */
record EvaluationTables(
    CorpusPredictions answers,
    Map<String, MultiLabelEvaluation> figures,
    ProbabilityEvaluation ranking) {
  /** The name of the figures by the model's own thresholds. */
  static final String MODEL = "model";

  private static final String UNDEFINED = "–";

  /** Labels that no document carries. */
  static List<String> absent(Predictions predictions) {
    return IntStream.range(0, predictions.labels().size())
        .filter(
            label ->
                IntStream.range(0, predictions.truth().length)
                    .noneMatch(i -> predictions.truth()[i][label]))
        .mapToObj(predictions.labels()::name)
        .toList();
  }

  TextTable totals() {
    TextTable table = ExportTables.figures("thresholds");
    figures.forEach((name, evaluation) -> ExportTables.row(table, name, evaluation));
    return table;
  }

  TextTable perLabel() {
    TextTable table =
        TextTable.of(
            "label",
            "support",
            "threshold",
            "precision",
            "recall",
            "F1",
            "avg. precision",
            "ROC-AUC");
    List<LabelEvaluation> labels = shown().perLabel();
    for (int i = 0; i < labels.size(); i++) {
      LabelEvaluation label = labels.get(i);
      LabelRanking ranked = ranking.perLabel().get(i);
      table.row(
          label.label(),
          String.format(Locale.ROOT, "%,d", label.support()),
          String.format(Locale.ROOT, "%.3f", label.threshold()),
          percent(label.precision()),
          percent(label.recall()),
          percent(label.f1()),
          percent(ranked.averagePrecision()),
          percent(ranked.rocAuc()));
    }
    String macro = percent(ranking.macroAveragePrecision());
    String micro = percent(ranking.microAveragePrecision());
    return table
        .row("all, macro", "", "", "", "", f1(true), macro, percent(ranking.macroRocAuc()))
        .row("all, micro", "", "", "", "", f1(false), micro, percent(ranking.microRocAuc()));
  }

  private String f1(boolean macro) {
    return percent(macro ? shown().macroF1() : shown().microF1());
  }

  private MultiLabelEvaluation shown() {
    return figures.values().iterator().next();
  }

  /** What a reader of the figures has to know. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        String.format(
            Locale.ROOT,
            "%,d of %,d words (%.1f %%) are not in the model's vocabulary",
            answers.unknownWords(),
            answers.words(),
            100.0 * answers.unknownWords() / Math.max(1, answers.words())));
    if (answers.cutTexts() > 0) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%,d %s left out, as in training",
              answers.cutTexts(),
              answers.cutTexts() == 1
                  ? "document is longer than the model reads; its end was"
                  : "documents are longer than the model reads; their ends were"));
    }
    if (!answers.wordless().isEmpty()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%,d %s no word that the model knows, so no labels; a run's metrics.json counts the"
                  + " probabilities all the same",
              answers.wordless().cardinality(),
              answers.wordless().cardinality() == 1 ? "document has" : "documents have"));
    }
    return remarks;
  }

  /** What is hardly meant. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (!answers.unknownLabels().isEmpty()) {
      warnings.add(
          "the model does not have these labels of the corpus, and no figure counts them: "
              + String.join(
                  ", ",
                  answers.unknownLabels().entrySet().stream()
                      .map(it -> it.getKey() + " (" + it.getValue() + ")")
                      .toList()));
    }
    List<String> absent = absent(answers.predictions());
    if (!absent.isEmpty()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "no document carries %s; F1 there is 0 and counts in macro-F1, which is %s over the other labels",
              String.join(", ", absent),
              percent(
                  shown().perLabel().stream()
                      .filter(label -> label.support() > 0)
                      .mapToDouble(LabelEvaluation::f1)
                      .average()
                      .orElse(0))));
    }
    return warnings;
  }

  private static String percent(Double fraction) {
    return fraction == null ? UNDEFINED : String.format(Locale.ROOT, "%.2f", 100 * fraction);
  }
}
