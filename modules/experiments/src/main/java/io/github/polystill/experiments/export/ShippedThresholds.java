package io.github.polystill.experiments.export;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.TrainedModel;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** The fixed ones, which metrics.json has. */
  static ShippedThresholds fixed(List<LabelEvaluation> labels) {
    return new ShippedThresholds(
        ThresholdChoice.FIXED,
        Optional.empty(),
        labels.stream().map(LabelEvaluation::threshold).toList());
  }

  /**
   * Tuned ones, from the run's thresholds.json.
   *
   * @param labels of the model, in its order
   * @throws InvalidInputException where the run has not tuned any for the model
   */
  static ShippedThresholds tuned(
      RunDirectory run,
      Experiment experiment,
      TrainedModel model,
      List<LabelEvaluation> labels,
      ThresholdChoice choice)
      throws IOException {
    long first = experiment.seed();
    Metric metric = choice == ThresholdChoice.GLOBAL ? Metric.MICRO_F1 : Metric.MACRO_F1;
    List<LabelEvaluation> tuned =
        run.thresholds().stream()
            .filter(it -> it.key().orSeed(first).equals(model.key().orSeed(first)))
            .flatMap(it -> it.choices().stream())
            .filter(row -> row.choice() == choice && row.tunedFor() == metric)
            .findFirst()
            .map(row -> row.test().perLabel())
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        String.format(
                            Locale.ROOT,
                            "%s has no %s thresholds of %s; export with --thresholds fixed, or start the run again with polystill run, which tunes them",
                            run.thresholdsFile(),
                            choice.key(),
                            model.key())));
    boolean fits =
        names(tuned).toList().equals(names(labels).toList())
            && tuned.stream().allMatch(it -> it.threshold() >= 0 && it.threshold() <= 1);
    if (!fits) {
      throw new InvalidInputException(
          run.thresholdsFile()
              + " was changed: it has not one threshold in 0..1 for each label of metrics.json; start the run again with polystill run to write it anew");
    }
    return new ShippedThresholds(
        choice, Optional.of(metric), tuned.stream().map(LabelEvaluation::threshold).toList());
  }

  private static Stream<String> names(List<LabelEvaluation> labels) {
    return labels.stream().map(LabelEvaluation::label);
  }
}
