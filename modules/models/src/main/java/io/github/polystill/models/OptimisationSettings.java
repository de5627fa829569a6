package io.github.polystill.models;

/**
 * How a network is trained; the defaults are the paper's.
 *
 * @param batchSize documents per step
 * @param learningRate step size of Adam
 * @param epochs passes over the training documents at most
 * @param patience epochs without a better validation figure before training stops
 */
public record OptimisationSettings(int batchSize, double learningRate, int epochs, int patience) {

  public static final OptimisationSettings DEFAULTS = new OptimisationSettings(32, 1e-3, 30, 10);

  public OptimisationSettings {
    if (batchSize < 1 || !(learningRate > 0) || epochs < 1 || patience < 1) {
      throw new IllegalArgumentException(
          "batch size %d, learning rate %s, epochs %d, patience %d"
              .formatted(batchSize, learningRate, epochs, patience));
    }
  }
}
