package io.github.polystill.experiments.export;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.run.RunDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The thresholds that an exported model predicts by: the fixed one, or those that the run has tuned
 * on the validation part of the model's fold. One for all labels is that of the highest micro-F1,
 * one per label that of the highest macro-F1, see docs/decisions/0135.
 *
 * @param choice where they come from
 * @param tunedFor the metric that they are best for on the validation part; empty for fixed ones
 * @param values one per label in the model's order, each in 0..1
 */
record ShippedThresholds(ThresholdChoice choice, Optional<Metric> tunedFor, List<Double> values) {

  /**
   * The fixed ones, which metrics.json has, or tuned ones, from the run's thresholds.json.
   *
   * @throws InvalidInputException where the run has not tuned any for the model
   */
  static ShippedThresholds of(
      RunDirectory run, Experiment experiment, StoredModels.Model model, ThresholdChoice choice)
      throws IOException {
    List<LabelEvaluation> labels = model.labels();
    if (choice == ThresholdChoice.FIXED) {
      return new ShippedThresholds(choice, Optional.empty(), values(labels));
    }
    ModelKey key = model.trained().key();
    long first = experiment.seed();
    Metric metric = choice == ThresholdChoice.GLOBAL ? Metric.MICRO_F1 : Metric.MACRO_F1;
    List<LabelEvaluation> tuned =
        run.thresholds().stream()
            .filter(it -> it.key().orSeed(first).equals(key.orSeed(first)))
            .flatMap(it -> it.choices().stream())
            .filter(row -> row.choice() == choice && row.tunedFor() == metric)
            .findFirst()
            .map(row -> row.test().perLabel())
            .orElseThrow(
                () ->
                    InvalidInputException.of(
                        "%s has no %s thresholds of %s; export with `thresholds: fixed`, or start the run again with polystill run, which tunes them",
                        run.thresholdsFile(), choice.key(), key));
    boolean fits =
        names(tuned).equals(names(labels))
            && tuned.stream().allMatch(it -> it.threshold() >= 0 && it.threshold() <= 1);
    if (!fits) {
      throw InvalidInputException.of(
          "%s was changed: it has not one threshold in 0..1 for each label of metrics.json; start the run again with polystill run to write it anew",
          run.thresholdsFile());
    }
    return new ShippedThresholds(choice, Optional.of(metric), values(tuned));
  }

  private static List<Double> values(List<LabelEvaluation> labels) {
    return labels.stream().map(LabelEvaluation::threshold).toList();
  }

  private static List<String> names(List<LabelEvaluation> labels) {
    return labels.stream().map(LabelEvaluation::label).toList();
  }
}
