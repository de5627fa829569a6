package io.github.polystill.experiments.run;

import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.significance.Comparison;
import io.github.polystill.evaluation.significance.Significance;
import io.github.polystill.evaluation.significance.SignificanceResult;
import io.github.polystill.evaluation.significance.TestedFold;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the distilled student beats the standalone one: the content of significance.json. */
final class GainSignificance {
  private final long seed;
  private final Map<ModelKey.Kind, List<TestedFold>> models = new LinkedHashMap<>();

  /** By shuffles of the experiment's seed. */
  GainSignificance(long seed) {
    this.seed = seed;
  }

  /** Adds a model; nothing is tested of baselines. */
  void add(TestedFold tested) {
    if (tested.key().training() != TrainingRow.BASELINE) {
      models.computeIfAbsent(tested.key().kind(), kind -> new ArrayList<>()).add(tested);
    }
  }

  /** The results by architecture, test and metric. */
  List<SignificanceResult> results() {
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
                        of(architecture, TrainingRow.DISTILLED),
                        TrainingRow.STANDALONE.key(),
                        of(architecture, TrainingRow.STANDALONE)))
            .toList();
    return new Significance(seed).of(comparisons);
  }

  private List<TestedFold> of(String architecture, TrainingRow training) {
    return models.getOrDefault(new ModelKey.Kind(architecture, training), List.of());
  }
}
