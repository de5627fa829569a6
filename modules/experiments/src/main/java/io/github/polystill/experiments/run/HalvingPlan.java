package io.github.polystill.experiments.run;

import io.github.polystill.experiments.configuration.HalvingSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * The rungs of successive halving (Jamieson and Talwalkar 2016).
 *
 * @param rungs at least one; the last has all epochs
 */
record HalvingPlan(List<Rung> rungs) {
  /**
   * A rung.
   *
   * @param epochs that every candidate has been trained for at its end
   * @param survivors candidates that go on to the next, at most
   */
  record Rung(int epochs, int survivors) {}

  HalvingPlan {
    rungs = List.copyOf(rungs);
  }

  /**
   * Rungs of {@code minEpochs}, {@code eta} times that and so on, on each of which one of {@code
   * eta} candidates stays, until one is left, which is trained to its end.
   */
  static HalvingPlan of(HalvingSettings settings, int candidates, int epochs) {
    List<Rung> rungs = new ArrayList<>();
    int left = candidates;
    long budget = settings.minEpochs();
    while (budget < epochs && left > 1) {
      left = (left + settings.eta() - 1) / settings.eta();
      rungs.add(new Rung((int) budget, left));
      budget *= settings.eta();
    }
    rungs.add(new Rung(epochs, 1));
    return new HalvingPlan(rungs);
  }
}
