package io.github.polystill.experiments.run;

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
final class GainTests {
  private final long seed;
  private final Map<String, List<TestedFold>> distilled = new LinkedHashMap<>();
  private final Map<String, List<TestedFold>> standalone = new LinkedHashMap<>();

  /**
   * Tests to come.
   *
   * @param seed of the shuffles, the experiment's
   */
  GainTests(long seed) {
    this.seed = seed;
  }

  /** Adds a model; nothing is tested of baselines. */
  void add(TestedFold tested) {
    String architecture = tested.evaluation().architecture();
    TrainingRow row = tested.evaluation().row();
    if (row == TrainingRow.BASELINE) {
      return;
    }
    distilled.computeIfAbsent(architecture, name -> new ArrayList<>());
    standalone.computeIfAbsent(architecture, name -> new ArrayList<>());
    if (row == TrainingRow.DISTILLED) {
      distilled.get(architecture).add(tested);
    } else if (row == TrainingRow.STANDALONE) {
      standalone.get(architecture).add(tested);
    }
  }

  /** The results by architecture, test and metric. */
  List<SignificanceResult> results() {
    List<Comparison> comparisons = new ArrayList<>();
    for (String architecture : distilled.keySet()) {
      comparisons.add(
          Comparison.of(
              architecture,
              TrainingRow.DISTILLED.key(),
              distilled.get(architecture),
              TrainingRow.STANDALONE.key(),
              standalone.get(architecture)));
    }
    return new Significance(seed).of(comparisons);
  }
}
