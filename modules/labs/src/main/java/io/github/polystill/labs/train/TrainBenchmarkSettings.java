package io.github.polystill.labs.train;

import java.util.List;
import java.util.Optional;

/**
 * What is measured.
 *
 * @param architectures names; empty for all
 * @param channels embedding tables read, by key; empty for all
 * @param lengths of the texts, in the order of the table
 * @param trials of the slice of the grid
 * @param documents that every trial trains on, once per epoch
 * @param epochs of every trial
 * @param repeats of every row; the figures are their medians
 * @param workers sessions of ours side by side
 * @param words size of the vocabulary
 * @param python program that the Keras side runs in; empty for ours alone
 * @param keras configurations of Keras that are measured; the fastest counts
 * @param effort of the Keras side; its batch size is ours too
 * @param scaling whether one worker is compared to all
 * @param profile whether steps are taken apart by kind of operation
 * @param seed of the texts
 */
public record TrainBenchmarkSettings(
    List<String> architectures,
    List<String> channels,
    List<Lengths> lengths,
    int trials,
    int documents,
    int epochs,
    int repeats,
    int workers,
    int words,
    Optional<String> python,
    List<KerasConfiguration> keras,
    KerasEffort effort,
    boolean scaling,
    boolean profile,
    long seed) {
  public TrainBenchmarkSettings {
    architectures = List.copyOf(architectures);
    channels = List.copyOf(channels);
    lengths = List.copyOf(lengths);
    keras = List.copyOf(keras);
  }

  int samplesPerTrial() {
    return documents * epochs;
  }

  int stepsPerTrial() {
    return epochs * ((documents + effort.batch() - 1) / effort.batch());
  }
}
