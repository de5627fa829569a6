package io.github.polystill.labs.method;

import java.util.List;
import java.util.Optional;

/**
 * One architecture; medians of the repeats.
 *
 * @param keras where it was measured
 * @param ratio Keras' wall time to ours, median of the ratios of the repeats
 * @param cpuRatio the same of the CPU time
 * @param epochRatio the same of the wall time of an epoch: early stopping ends at other epochs on
 *     the two sides, since they draw other numbers
 * @param outsideTraining share of our wall time before the first trial and after the last
 */
public record MethodRow(
    String architecture,
    MethodSide ours,
    Optional<MethodSide> keras,
    Optional<Double> ratio,
    Optional<Double> cpuRatio,
    Optional<Double> epochRatio,
    List<Double> ratios,
    double outsideTraining) {
  public MethodRow {
    ratios = List.copyOf(ratios);
  }
}
