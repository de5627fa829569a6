package io.github.polystill.models.training;

/** What is looked at on the validation documents after each epoch. */
@FunctionalInterface
public interface Monitor {
  /**
   * Scores a network.
   *
   * @param logits of the validation documents, [validation][outputs]
   */
  ValidationScore score(float[][] logits);

  /** Whether a score is the better the higher its figure is. */
  default boolean higherIsBetter() {
    return true;
  }
}
