package io.github.polystill.models.training;

/**
 * How good a network is on the validation documents.
 *
 * @param figure what early stopping watches; higher is better, NaN worst
 * @param loss breaks ties; lower is better
 */
public record ValidationScore(double figure, double loss) {
  /** Whether the figure is higher, whatever the loss. */
  boolean higherThan(ValidationScore other) {
    return figure > other.figure || (Double.isNaN(other.figure) && !Double.isNaN(figure));
  }

  /** Whether these weights are to be kept rather than those of {@code other}. */
  boolean betterThan(ValidationScore other) {
    return higherThan(other) || (!other.higherThan(this) && Double.compare(loss, other.loss) < 0);
  }
}
