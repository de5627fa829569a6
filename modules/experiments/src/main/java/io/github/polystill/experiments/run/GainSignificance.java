package io.github.polystill.experiments.run;

import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.significance.Comparison;
import io.github.polystill.evaluation.significance.Significance;
import io.github.polystill.evaluation.significance.SignificanceResult;
import io.github.polystill.evaluation.significance.TestedFold;
import io.github.polystill.evaluation.thresholds.LabelLimits;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import io.github.polystill.experiments.configuration.Experiment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whether the distilled student beats the standalone one, with the fixed threshold and with tuned
 * ones: the content of significance.json. Each is corrected by itself, so that the second changes
 * nothing of the first.
 */
final class GainSignificance {
  private final long seed;
  private final LabelLimits limits;
  private final Map<ModelKey.Kind, List<TestedFold>> fixed = new LinkedHashMap<>();
  private final Map<ModelKey.Kind, List<TestedFold>> tuned = new LinkedHashMap<>();

  /** By shuffles of the experiment's seed. */
  GainSignificance(Experiment experiment) {
    this.seed = experiment.seed();
    this.limits = experiment.evaluation().limits();
  }

  /**
   * Adds a model; nothing is tested of baselines.
   *
   * @param tested with the fixed threshold
   * @param thresholds its tuned ones
   */
  void add(TestedFold tested, ThresholdEvaluation thresholds) {
    if (tested.key().training() != TrainingRow.BASELINE) {
      add(fixed, tested);
      add(
          tuned,
          new TestedFold(
              thresholds.tuned(tested.evaluation()),
              tested.predictions(),
              tested.testToTraining(),
              limits));
    }
  }

  private static void add(Map<ModelKey.Kind, List<TestedFold>> models, TestedFold tested) {
    models.computeIfAbsent(tested.key().kind(), kind -> new ArrayList<>()).add(tested);
  }

  /** The results by thresholds, architecture, test and metric. */
  List<SignificanceResult> results() {
    return Stream.of(
            results(fixed, ThresholdChoice.FIXED), results(tuned, ThresholdChoice.PER_LABEL))
        .flatMap(List::stream)
        .toList();
  }

  private List<SignificanceResult> results(
      Map<ModelKey.Kind, List<TestedFold>> models, ThresholdChoice choice) {
    boolean paired =
        models.keySet().stream().anyMatch(it -> !it.network().equals(it.architecture()));
    List<Comparison> comparisons =
        models.keySet().stream()
            .filter(it -> !paired || it.training() == TrainingRow.DISTILLED)
            .map(ModelKey.Kind::architecture)
            .distinct()
            .map(
                architecture ->
                    Comparison.of(
                            architecture,
                            TrainingRow.DISTILLED.key(),
                            of(models, architecture, TrainingRow.DISTILLED),
                            TrainingRow.STANDALONE.key(),
                            of(models, architecture, TrainingRow.STANDALONE))
                        .with(choice))
            .toList();
    return new Significance(seed).of(comparisons);
  }

  private static List<TestedFold> of(
      Map<ModelKey.Kind, List<TestedFold>> models, String architecture, TrainingRow training) {
    return models.getOrDefault(new ModelKey.Kind(architecture, training), List.of());
  }
}
