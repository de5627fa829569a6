package io.github.polystill.models.training;

import io.github.polystill.models.OptimisationSettings;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What happened in a training.
 *
 * @param epochs all passes made
 * @param bestEpoch number of the one whose weights were kept, counted from 1
 * @param higherIsBetter of the epochs' validation figures
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TrainingHistory(List<Epoch> epochs, int bestEpoch, boolean higherIsBetter) {

  public TrainingHistory {
    epochs = List.copyOf(epochs);
  }

  /** Before the first epoch. */
  public static TrainingHistory none(boolean higherIsBetter) {
    return new TrainingHistory(List.of(), 0, higherIsBetter);
  }

  /** The epoch whose weights were kept. */
  public Epoch best() {
    return epochs.get(bestEpoch - 1);
  }

  /** This history with one more epoch. */
  TrainingHistory and(Epoch epoch) {
    List<Epoch> all = new ArrayList<>(epochs);
    all.add(epoch);
    boolean better =
        epochs.isEmpty() || epoch.validation().betterThan(best().validation(), higherIsBetter);
    return new TrainingHistory(all, better ? epoch.number() : bestEpoch, higherIsBetter);
  }

  /** Whether the training is over: all epochs are made, or the last ones brought nothing better. */
  public boolean ended(OptimisationSettings optimisation) {
    return epochs.size() >= optimisation.epochs()
        || withoutImprovement() >= optimisation.patience();
  }

  /** Epochs since the last with a better figure than the best weights had before. */
  private int withoutImprovement() {
    Epoch best = null;
    int without = 0;
    for (Epoch epoch : epochs) {
      boolean better = best == null || epoch.validation().beats(best.validation(), higherIsBetter);
      without = better ? 0 : without + 1;
      if (best == null || epoch.validation().betterThan(best.validation(), higherIsBetter)) {
        best = epoch;
      }
    }
    return without;
  }

  /**
   * One pass over the training documents.
   *
   * @param number counted from 1
   * @param trainingLoss mean loss over the steps, dropout included
   * @param validation score after the pass
   */
  public record Epoch(int number, double trainingLoss, ValidationScore validation) {}

  /**
   * How good a network is on the validation documents.
   *
   * @param figure what early stopping watches; NaN is worst
   * @param loss breaks ties; lower is better
   */
  public record ValidationScore(double figure, double loss) {
    /** Whether the figure is better, whatever the loss. */
    public boolean beats(ValidationScore other, boolean higherIsBetter) {
      return (higherIsBetter ? figure > other.figure : figure < other.figure)
          || (Double.isNaN(other.figure) && !Double.isNaN(figure));
    }

    /** Whether these weights are to be kept rather than those of {@code other}. */
    boolean betterThan(ValidationScore other, boolean higherIsBetter) {
      return beats(other, higherIsBetter)
          || (!other.beats(this, higherIsBetter) && Double.compare(loss, other.loss) < 0);
    }
  }
}
