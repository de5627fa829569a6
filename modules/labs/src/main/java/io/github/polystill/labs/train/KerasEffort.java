package io.github.polystill.labs.train;

/**
 * How much of the work the Keras side really does; the rest is calculated from its steps.
 *
 * @param trials models that each process trains
 * @param steps of each model, the first included; 2 or more
 * @param batch documents per step
 */
public record KerasEffort(int trials, int steps, int batch) {
  public KerasEffort {
    if (trials < 1 || steps < 2 || batch < 1) {
      throw new IllegalArgumentException(trials + " trials of " + steps + " steps of " + batch);
    }
  }
}
