package io.github.polystill.distillation.search;

import java.util.ArrayList;
import java.util.List;

/**
 * The rungs of successive halving (Jamieson and Talwalkar 2016).
 *
 * @param rungs at least one; the last has all epochs
 */
public record HalvingPlan(List<Rung> rungs) {
  /**
   * A rung.
   *
   * @param epochs that every candidate has been trained for at its end
   * @param survivors candidates that go on to the next, at most
   */
  public record Rung(int epochs, int survivors) {}

  public HalvingPlan {
    rungs = List.copyOf(rungs);
  }

  /**
   * Rungs of {@code minEpochs}, {@code eta} times that and so on, on each of which one of {@code
   * eta} candidates stays, until one is left, which is trained to its end.
   */
  public static HalvingPlan of(int eta, int minEpochs, int candidates, int epochs) {
    List<Rung> rungs = new ArrayList<>();
    int left = candidates;
    long budget = minEpochs;
    while (budget < epochs && left > 1) {
      left = (left + eta - 1) / eta;
      rungs.add(new Rung((int) budget, left));
      budget *= eta;
    }
    rungs.add(new Rung(epochs, 1));
    return new HalvingPlan(rungs);
  }
}
