package io.github.polystill.report.table;

import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluation;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Tables of {@code thresholds.json}: figures by choice of threshold, and of probabilities. */
public final class ThresholdTables {
  private static final String ABSENT = "–";

  private final Map<String, Map<TrainingRow, NavigableMap<ModelKey, ThresholdEvaluation>>> groups =
      new LinkedHashMap<>();

  private final String unit;

  /**
   * Groups evaluations by architecture, training type and fold.
   *
   * @param unit see {@link ResultTable#unit()}
   */
  public ThresholdTables(List<ThresholdEvaluation> evaluations, String unit) {
    this.unit = unit;
    for (ThresholdEvaluation evaluation : evaluations) {
      ModelKey key = evaluation.key();
      groups
          .computeIfAbsent(key.architecture(), architecture -> new EnumMap<>(TrainingRow.class))
          .computeIfAbsent(key.training(), row -> new TreeMap<>(ModelKey.BY_FOLD))
          .put(key, evaluation);
    }
  }

  /** A column: its heading and its figure, which may be undefined. */
  private record Figure(String heading, Function<ThresholdEvaluation, Double> of) {}

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
        List.of(
            "Percent, mean over "
                + unit
                + ", with the fixed threshold, with one and with one per label"
                + " tuned on the validation part for the metric of the column."));
  }

  /** All metrics with each choice of thresholds. */
  public StatisticsTable full() {
    List<TextTable.Column> columns = columns("thresholds");
    Arrays.stream(Metric.values()).forEach(it -> columns.add(TextTable.right(it.title())));
    columns.add(TextTable.right("hamming loss"));
    List<List<String>> rows = new ArrayList<>();
    groups.forEach(
        (architecture, trainings) -> {
          String name = architecture;
          for (Map.Entry<TrainingRow, NavigableMap<ModelKey, ThresholdEvaluation>> training :
              trainings.entrySet()) {
            for (ThresholdChoice choice : ThresholdChoice.values()) {
              List<String> cells = new ArrayList<>();
              cells.add(name);
              cells.add(choice == ThresholdChoice.FIXED ? training.getKey().key() : "");
              cells.add(choice.key());
              for (Metric metric : Metric.values()) {
                cells.add(
                    spread(
                        training.getValue(),
                        it -> metric.of(it.row(choice, objective(metric)).test())));
              }
              cells.add(
                  spread(
                      training.getValue(),
                      it -> it.row(choice, Metric.MICRO_F1).test().hammingLoss()));
              rows.add(cells);
              name = "";
            }
          }
        });
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
            figure("AP micro", ProbabilityEvaluation::microAveragePrecision),
            figure("AP macro", ProbabilityEvaluation::macroAveragePrecision),
            figure("ROC-AUC micro", ProbabilityEvaluation::microRocAuc),
            figure("ROC-AUC macro", ProbabilityEvaluation::macroRocAuc),
            figure("Brier score", ProbabilityEvaluation::brierScore),
            figure("calibration error", ProbabilityEvaluation::calibrationError)),
        List.of(
            "Percent, mean over "
                + unit
                + ". AP: average precision. Brier score and expected calibration"
                + " error: lower is better. A class weight other than 1 moves a teacher's"
                + " probabilities, which calibration error and reliability bins show and AP and"
                + " ROC-AUC per label do not."));
  }

  private static Figure figure(String heading, Function<ProbabilityEvaluation, Double> of) {
    return new Figure(heading, evaluation -> of.apply(evaluation.probabilities()));
  }

  private StatisticsTable table(String title, List<Figure> figures, List<String> notes) {
    List<TextTable.Column> columns = columns();
    figures.forEach(figure -> columns.add(TextTable.right(figure.heading())));
    List<List<String>> rows = new ArrayList<>();
    groups.forEach(
        (architecture, trainings) -> {
          if (!rows.isEmpty()) {
            rows.add(List.of());
          }
          String name = architecture;
          for (Map.Entry<TrainingRow, NavigableMap<ModelKey, ThresholdEvaluation>> training :
              trainings.entrySet()) {
            List<String> cells = new ArrayList<>(List.of(name, training.getKey().key()));
            figures.forEach(figure -> cells.add(mean(training.getValue(), figure.of())));
            rows.add(cells);
            name = "";
          }
          gain(trainings, figures).ifPresent(rows::add);
        });
    return new StatisticsTable(title, columns, rows, notes);
  }

  private static List<TextTable.Column> columns(String... further) {
    List<TextTable.Column> columns = new ArrayList<>();
    columns.add(TextTable.left("architecture"));
    columns.add(TextTable.left("training"));
    Arrays.stream(further).map(TextTable::left).forEach(columns::add);
    return columns;
  }

  private static Optional<List<String>> gain(
      Map<TrainingRow, NavigableMap<ModelKey, ThresholdEvaluation>> trainings,
      List<Figure> figures) {
    NavigableMap<ModelKey, ThresholdEvaluation> distilled = trainings.get(TrainingRow.DISTILLED);
    NavigableMap<ModelKey, ThresholdEvaluation> standalone = trainings.get(TrainingRow.STANDALONE);
    if (distilled == null || standalone == null) {
      return Optional.empty();
    }
    List<String> cells = new ArrayList<>(List.of("", GainResult.ofDistilled()));
    for (Figure figure : figures) {
      double[] gains =
          distilled.keySet().stream()
              .filter(standalone::containsKey)
              .filter(fold -> figure.of().apply(distilled.get(fold)) != null)
              .filter(fold -> figure.of().apply(standalone.get(fold)) != null)
              .mapToDouble(
                  fold ->
                      figure.of().apply(distilled.get(fold))
                          - figure.of().apply(standalone.get(fold)))
              .toArray();
      cells.add(gains.length == 0 ? ABSENT : Figures.points(Spread.of(gains).mean()));
    }
    return Optional.of(cells);
  }

  private static String mean(
      NavigableMap<ModelKey, ThresholdEvaluation> folds,
      Function<ThresholdEvaluation, Double> figure) {
    double[] values = values(folds, figure);
    return values.length == 0 ? ABSENT : Figures.percent(Spread.of(values).mean());
  }

  private static String spread(
      NavigableMap<ModelKey, ThresholdEvaluation> folds,
      Function<ThresholdEvaluation, Double> figure) {
    double[] values = values(folds, figure);
    return values.length == 0 ? ABSENT : Spread.of(values).toString();
  }

  private static double[] values(
      NavigableMap<ModelKey, ThresholdEvaluation> folds,
      Function<ThresholdEvaluation, Double> figure) {
    return folds.values().stream()
        .map(figure)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .toArray();
  }
}
