package io.github.polystill.experiments.configuration;

import io.github.polystill.models.Key;

/** Successive halving over the class weights. */
public record HalvingSettings(
    @Key(
            value =
                "On each rung one of so many candidates stays, and the next has so many times the"
                    + " epochs.",
            atLeast = 2)
        int eta,
    @Key("Epochs of the first rung.") int minEpochs,
    @Key("Train the full grid too, to report how often it chooses another class weight.")
        boolean compareWithGrid) {
  public static final HalvingSettings DEFAULTS = new HalvingSettings(2, 3, false);
}
