package io.github.polystill.report.doubts;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Warnings of trainings that have learnt little: whose predictions hardly vary from document to
 * document, or whose micro-F1 or macro-F1 is below a baseline's with the fixed threshold or a tuned
 * one.
 */
public final class Doubts {
  private final Map<Kind, Map<ModelKey, ThresholdEvaluation>> figures = new LinkedHashMap<>();
  private final Map<Kind, Map<ModelKey, Variety>> monotonous = new LinkedHashMap<>();

  /**
   * Adds a trained model or a baseline.
   *
   * @param evaluation its figures with the fixed threshold
   * @param thresholds its figures with tuned ones
   * @param test its predictions for the test part
   */
  public void add(FoldEvaluation evaluation, ThresholdEvaluation thresholds, Predictions test) {
    ModelKey key = evaluation.key();
    figures.computeIfAbsent(key.kind(), it -> new TreeMap<>(ModelKey.BY_FOLD)).put(key, thresholds);
    if (key.training() != TrainingRow.BASELINE) {
      Variety variety = Variety.of(evaluation, test);
      if (variety.isLow()) {
        monotonous
            .computeIfAbsent(key.kind(), it -> new TreeMap<>(ModelKey.BY_FOLD))
            .put(key, variety);
      }
    }
  }

  /** The warnings, a sentence each, in the order in which the models were added. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    figures.forEach(
        (model, folds) -> {
          if (model.training() != TrainingRow.BASELINE) {
            Optional.ofNullable(monotonous.get(model))
                .ifPresent(low -> sentences.add(monotony(model, folds.size(), low)));
            for (Baseline baseline : Baseline.values()) {
              below(model, folds, baseline).ifPresent(sentences::add);
            }
          }
        });
    return sentences;
  }

  private static String monotony(Kind model, int folds, Map<ModelKey, Variety> low) {
    ModelKey first = low.keySet().iterator().next();
    return String.format(
        Locale.ROOT,
        "Warning: the predictions of %s hardly vary%s: in the test part of fold %s %s. It has learnt little: give it"
            + " more epochs and patience, or more documents.",
        model,
        folds == 1 ? "" : String.format(Locale.ROOT, " on %d of %d folds", low.size(), folds),
        first.foldName(),
        low.get(first));
  }

  private Optional<String> below(
      Kind model, Map<ModelKey, ThresholdEvaluation> own, Baseline baseline) {
    Map<ModelKey, ThresholdEvaluation> others =
        figures.getOrDefault(new Kind(baseline.key(), TrainingRow.BASELINE), Map.of());
    List<ModelKey> shared = own.keySet().stream().filter(others::containsKey).toList();
    List<String> parts = new ArrayList<>();
    for (Metric metric : List.of(Metric.MICRO_F1, Metric.MACRO_F1)) {
      Pair fixed = Pair.of(own, others, shared, ThresholdChoice.FIXED, metric);
      Pair tuned = Pair.of(own, others, shared, ThresholdChoice.GLOBAL, metric);
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

  /** A figure of a model and of a baseline, means over the folds that both have. */
  private record Pair(double model, double baseline) {
    static Pair of(
        Map<ModelKey, ThresholdEvaluation> own,
        Map<ModelKey, ThresholdEvaluation> others,
        List<ModelKey> folds,
        ThresholdChoice choice,
        Metric metric) {
      ToDoubleFunction<ThresholdEvaluation> figure = it -> metric.of(it.row(choice, metric).test());
      return new Pair(
          folds.stream().map(own::get).mapToDouble(figure).average().orElse(0),
          folds.stream().map(others::get).mapToDouble(figure).average().orElse(0));
    }

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
