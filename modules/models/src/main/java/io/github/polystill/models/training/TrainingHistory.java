package io.github.polystill.models.training;

import java.util.List;

/**
 * What happened in a training.
 *
 * @param epochs all passes made
 * @param bestEpoch number of the one whose weights were kept, counted from 1
 */
public record TrainingHistory(List<Epoch> epochs, int bestEpoch) {
  public TrainingHistory {
    epochs = List.copyOf(epochs);
  }

  /** The epoch whose weights were kept. */
  public Epoch best() {
    return epochs.get(bestEpoch - 1);
  }
}
