package io.github.polystill.models.training;

import org.apiguardian.api.API;

/**
 * How good a network is on the validation documents.
 *
 * @param figure what early stopping watches; NaN is worst
 * @param loss breaks ties; lower is better
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ValidationScore(double figure, double loss) {
  /** Whether the figure is better, whatever the loss. */
  boolean beats(ValidationScore other, boolean higherIsBetter) {
    return (higherIsBetter ? figure > other.figure : figure < other.figure)
        || (Double.isNaN(other.figure) && !Double.isNaN(figure));
  }

  /** Whether these weights are to be kept rather than those of {@code other}. */
  boolean betterThan(ValidationScore other, boolean higherIsBetter) {
    return beats(other, higherIsBetter)
        || (!other.beats(this, higherIsBetter) && Double.compare(loss, other.loss) < 0);
  }
}
