package io.github.polystill.models.training;

import io.github.polystill.models.OptimisationSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened in a training.
 *
 * @param epochs all passes made
 * @param bestEpoch number of the one whose weights were kept, counted from 1
 */
public record TrainingHistory(List<Epoch> epochs, int bestEpoch) {
  /** Before the first epoch. */
  public static final TrainingHistory NONE = new TrainingHistory(List.of(), 0);

  public TrainingHistory {
    epochs = List.copyOf(epochs);
  }

  /** The epoch whose weights were kept. */
  public Epoch best() {
    return epochs.get(bestEpoch - 1);
  }

  /** This history with one more epoch. */
  TrainingHistory and(Epoch epoch) {
    List<Epoch> all = new ArrayList<>(epochs);
    all.add(epoch);
    boolean better = epochs.isEmpty() || epoch.validation().betterThan(best().validation());
    return new TrainingHistory(all, better ? epoch.number() : bestEpoch);
  }

  /** Whether the training is over: all epochs are made, or the last ones brought nothing better. */
  public boolean ended(OptimisationSettings optimisation) {
    return epochs.size() >= optimisation.epochs()
        || withoutImprovement() >= optimisation.patience();
  }

  /** Epochs since the last with a higher figure than the best weights had before. */
  private int withoutImprovement() {
    Epoch best = null;
    int without = 0;
    for (Epoch epoch : epochs) {
      boolean higher = best == null || epoch.validation().higherThan(best.validation());
      without = higher ? 0 : without + 1;
      if (best == null || epoch.validation().betterThan(best.validation())) {
        best = epoch;
      }
    }
    return without;
  }
}
