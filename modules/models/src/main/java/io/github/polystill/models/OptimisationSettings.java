package io.github.polystill.models;

import java.util.Locale;

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
          String.format(
              Locale.ROOT,
              "batch size %d, learning rate %s, epochs %d, patience %d",
              batchSize,
              learningRate,
              epochs,
              patience));
    }
  }
}
