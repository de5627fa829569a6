package io.github.polystill.models.training;

/**
 * How good a network is on the validation documents.
 *
 * @param figure what early stopping watches; higher is better
 * @param loss breaks ties; lower is better
 */
public record ValidationScore(double figure, double loss) {
  /** Whether these weights are to be kept rather than those of {@code other}. */
  boolean betterThan(ValidationScore other) {
    return figure > other.figure || (figure == other.figure && loss < other.loss);
  }
}
