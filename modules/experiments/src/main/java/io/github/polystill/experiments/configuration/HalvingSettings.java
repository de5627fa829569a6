package io.github.polystill.experiments.configuration;

/**
 * Successive halving over the class weights.
 *
 * @param eta one of so many candidates stays on each rung, and the next has so many times the
 *     epochs
 * @param minEpochs of the first rung
 * @param compareWithGrid whether the full grid is trained too, to report how often it chooses
 *     otherwise
 */
public record HalvingSettings(int eta, int minEpochs, boolean compareWithGrid) {
  public static final HalvingSettings DEFAULTS = new HalvingSettings(2, 3, false);
}
