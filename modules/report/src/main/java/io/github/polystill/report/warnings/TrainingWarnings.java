package io.github.polystill.report.warnings;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.ModelKey.Kind;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import io.github.polystill.report.table.Figures;
import io.github.polystill.report.table.ModelGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Warnings of trainings that have learnt little: whose predictions hardly vary from document to
 * document, or whose micro-F1 or macro-F1 is below a baseline's with the fixed threshold or a tuned
 * one.
 */
public final class TrainingWarnings {
  private final ModelGroups<ThresholdEvaluation> figures = new ModelGroups<>();
  private final ModelGroups<PredictionDiversity> monotonous = new ModelGroups<>();

  /**
   * Adds a trained model or a baseline.
   *
   * @param evaluation its figures with the fixed threshold
   * @param thresholds its figures with tuned ones
   * @param test its predictions for the test part
   */
  public void add(FoldEvaluation evaluation, ThresholdEvaluation thresholds, Predictions test) {
    ModelKey key = evaluation.key();
    figures.put(key, thresholds);
    if (key.training() != TrainingRow.BASELINE) {
      PredictionDiversity variety = PredictionDiversity.of(evaluation, test);
      if (variety.isLow()) {
        monotonous.put(key, variety);
      }
    }
  }

  /** The warnings, a sentence each, in the order in which the models were added. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (Kind model : figures.kinds()) {
      if (model.training() != TrainingRow.BASELINE) {
        monotony(model).ifPresent(sentences::add);
        for (Baseline baseline : Baseline.values()) {
          below(model, baseline).ifPresent(sentences::add);
        }
      }
    }
    return sentences;
  }

  private Optional<String> monotony(Kind model) {
    Map<ModelKey, PredictionDiversity> low = monotonous.folds(model);
    int folds = figures.folds(model).size();
    return low.keySet().stream()
        .findFirst()
        .map(
            first ->
                String.format(
                    Locale.ROOT,
                    "Warning: the predictions of %s hardly vary%s: in the test part of fold %s %s. It has learnt little:"
                        + " give it more epochs and patience, or more documents.",
                    model,
                    folds == 1
                        ? ""
                        : String.format(Locale.ROOT, " on %d of %d folds", low.size(), folds),
                    first.foldName(),
                    low.get(first)));
  }

  private Optional<String> below(Kind model, Baseline baseline) {
    Kind other = new Kind(baseline.key(), TrainingRow.BASELINE);
    List<String> parts = new ArrayList<>();
    for (Metric metric : List.of(Metric.MICRO_F1, Metric.MACRO_F1)) {
      Pair fixed = pair(model, other, ThresholdChoice.FIXED, metric);
      Pair tuned = pair(model, other, ThresholdChoice.GLOBAL, metric);
      if (fixed.isBelow()) {
        parts.add(
            String.format(
                Locale.ROOT,
                "%s %s (%s with one tuned threshold: %s)",
                metric.title(),
                fixed,
                tuned.isBelow() ? "still" : "not",
                tuned));
      } else if (tuned.isBelow()) {
        parts.add(
            String.format(
                Locale.ROOT,
                "%s with one tuned threshold %s (not with the fixed one: %s)",
                metric.title(),
                tuned,
                fixed));
      }
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "Warning: %s is below the %s baseline: %s.",
                model,
                baseline.key(),
                String.join(", ", parts)));
  }

  private Pair pair(Kind model, Kind baseline, ThresholdChoice choice, Metric metric) {
    List<ModelKey> folds = figures.shared(model, baseline);
    return new Pair(
        mean(figures.folds(model), folds, choice, metric),
        mean(figures.folds(baseline), folds, choice, metric));
  }

  private static double mean(
      Map<ModelKey, ThresholdEvaluation> of,
      List<ModelKey> folds,
      ThresholdChoice choice,
      Metric metric) {
    return folds.stream()
        .mapToDouble(fold -> metric.of(of.get(fold).row(choice, metric).test()))
        .average()
        .orElse(0);
  }

  /** A figure of a model and of a baseline, means over the folds that both have. */
  private record Pair(double model, double baseline) {
    /** As they are shown: what reads the same is not below. */
    boolean isBelow() {
      return model < baseline && !Figures.percent(model).equals(Figures.percent(baseline));
    }

    @Override
    public String toString() {
      return Figures.percent(model) + " against " + Figures.percent(baseline);
    }
  }
}
