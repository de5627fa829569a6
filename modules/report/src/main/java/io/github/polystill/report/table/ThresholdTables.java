package io.github.polystill.report.table;

import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.ModelKey.Kind;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluation;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Tables of {@code thresholds.json}: figures by choice of threshold, and of probabilities. */
public final class ThresholdTables {
  private static final String ABSENT = "–";

  private final ModelGroups<ThresholdEvaluation> models = new ModelGroups<>();
  private final String unit;

  /**
   * Groups evaluations by architecture, training type and fold.
   *
   * @param unit see {@link ResultTable#unit()}
   */
  public ThresholdTables(List<ThresholdEvaluation> evaluations, String unit) {
    this.unit = unit;
    evaluations.forEach(evaluation -> models.put(evaluation.key(), evaluation));
  }

  /** A column: its heading and its figure, which may be undefined. */
  private record Figure(String heading, Function<ThresholdEvaluation, Double> of) {
    static Figure ofProbabilities(String heading, Function<ProbabilityEvaluation, Double> of) {
      return new Figure(heading, evaluation -> of.apply(evaluation.probabilities()));
    }
  }

  /** Micro-F1 and macro-F1 with each choice of thresholds, means over folds. */
  public StatisticsTable compact() {
    List<Figure> figures = new ArrayList<>();
    for (Metric metric : List.of(Metric.MICRO_F1, Metric.MACRO_F1)) {
      for (ThresholdChoice choice : ThresholdChoice.values()) {
        figures.add(
            new Figure(
                choice == ThresholdChoice.FIXED ? metric.title() + ": fixed" : choice.key(),
                evaluation -> metric.of(evaluation.row(choice, metric).test())));
      }
    }
    return table(
        "Thresholds",
        figures,
        "Percent, mean over "
            + unit
            + ", with the fixed threshold, with one and with one per label"
            + " tuned on the validation part for the metric of the column.");
  }

  /** All metrics with each choice of thresholds. */
  public StatisticsTable full() {
    List<TextTable.Column> columns = columns("thresholds");
    Stream.of(Metric.values()).forEach(it -> columns.add(TextTable.right(it.title())));
    columns.add(TextTable.right("hamming loss"));
    List<List<String>> rows = new ArrayList<>();
    for (String architecture : models.architectures()) {
      String name = architecture;
      for (TrainingRow training : models.trainings(architecture)) {
        Kind kind = new Kind(architecture, training);
        for (ThresholdChoice choice : ThresholdChoice.values()) {
          List<String> cells = new ArrayList<>();
          cells.add(name);
          cells.add(choice == ThresholdChoice.FIXED ? training.key() : "");
          cells.add(choice.key());
          for (Metric metric : Metric.values()) {
            Metric objective = objective(metric);
            cells.add(spread(kind, it -> metric.of(it.row(choice, objective).test())));
          }
          cells.add(spread(kind, it -> it.row(choice, Metric.MICRO_F1).test().hammingLoss()));
          rows.add(cells);
          name = "";
        }
      }
    }
    return new StatisticsTable(
        "Thresholds",
        columns,
        rows,
        List.of(
            "Percent, mean ± sample standard deviation over "
                + unit
                + ". Tuned on the validation part:"
                + " for micro-F1 in the columns micro-F1, subset accuracy and hamming loss, for"
                + " macro-F1 in macro-F1 and weighted-F1.",
            "Hamming loss: share of wrong cells (document, label); lower is better."));
  }

  private static Metric objective(Metric metric) {
    return metric == Metric.MICRO_F1 || metric == Metric.SUBSET_ACCURACY
        ? Metric.MICRO_F1
        : Metric.MACRO_F1;
  }

  /** Figures that need no threshold, means over folds. */
  public StatisticsTable probabilities() {
    return table(
        "Probabilities",
        List.of(
            Figure.ofProbabilities("AP micro", ProbabilityEvaluation::microAveragePrecision),
            Figure.ofProbabilities("AP macro", ProbabilityEvaluation::macroAveragePrecision),
            Figure.ofProbabilities("ROC-AUC micro", ProbabilityEvaluation::microRocAuc),
            Figure.ofProbabilities("ROC-AUC macro", ProbabilityEvaluation::macroRocAuc),
            Figure.ofProbabilities("Brier score", ProbabilityEvaluation::brierScore),
            Figure.ofProbabilities("calibration error", ProbabilityEvaluation::calibrationError)),
        "Percent, mean over "
            + unit
            + ". AP: average precision. Brier score and expected calibration"
            + " error: lower is better. A class weight other than 1 moves a teacher's"
            + " probabilities, which calibration error and reliability bins show and AP and"
            + " ROC-AUC per label do not.");
  }

  private StatisticsTable table(String title, List<Figure> figures, String note) {
    List<TextTable.Column> columns = columns();
    figures.forEach(figure -> columns.add(TextTable.right(figure.heading())));
    List<List<String>> rows = new ArrayList<>();
    for (String architecture : models.architectures()) {
      if (!rows.isEmpty()) {
        rows.add(List.of());
      }
      String name = architecture;
      for (TrainingRow training : models.trainings(architecture)) {
        Kind kind = new Kind(architecture, training);
        List<String> cells = new ArrayList<>(List.of(name, training.key()));
        figures.forEach(figure -> cells.add(mean(kind, figure.of())));
        rows.add(cells);
        name = "";
      }
      Kind distilled = new Kind(architecture, TrainingRow.DISTILLED);
      Kind standalone = new Kind(architecture, TrainingRow.STANDALONE);
      if (!models.folds(distilled).isEmpty() && !models.folds(standalone).isEmpty()) {
        List<String> cells = new ArrayList<>(List.of("", ResultTable.Gain.OF_DISTILLED));
        figures.forEach(figure -> cells.add(gain(distilled, standalone, figure.of())));
        rows.add(cells);
      }
    }
    return new StatisticsTable(title, columns, rows, List.of(note));
  }

  private static List<TextTable.Column> columns(String... further) {
    List<TextTable.Column> columns = new ArrayList<>();
    columns.add(TextTable.left("architecture"));
    columns.add(TextTable.left("training"));
    Stream.of(further).map(TextTable::left).forEach(columns::add);
    return columns;
  }

  private String gain(Kind first, Kind second, Function<ThresholdEvaluation, Double> figure) {
    Map<ModelKey, ThresholdEvaluation> own = models.folds(first);
    Map<ModelKey, ThresholdEvaluation> others = models.folds(second);
    double[] gains =
        models.shared(first, second).stream()
            .filter(fold -> figure.apply(own.get(fold)) != null)
            .filter(fold -> figure.apply(others.get(fold)) != null)
            .mapToDouble(fold -> figure.apply(own.get(fold)) - figure.apply(others.get(fold)))
            .toArray();
    return gains.length == 0 ? ABSENT : Figures.points(Spread.of(gains).mean());
  }

  private String mean(Kind kind, Function<ThresholdEvaluation, Double> figure) {
    double[] values = values(kind, figure);
    return values.length == 0 ? ABSENT : Figures.percent(Spread.of(values).mean());
  }

  private String spread(Kind kind, Function<ThresholdEvaluation, Double> figure) {
    double[] values = values(kind, figure);
    return values.length == 0 ? ABSENT : Spread.of(values).toString();
  }

  private double[] values(Kind kind, Function<ThresholdEvaluation, Double> figure) {
    return models.folds(kind).values().stream()
        .map(figure)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .toArray();
  }
}
