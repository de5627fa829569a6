package io.github.polystill.distillation.trial;

/** Probabilities of logits. */
public final class Sigmoid {
  private Sigmoid() {}

  /** {@code 1 / (1 + exp(-x))} of each, the same bits on every machine. */
  public static float[][] of(float[][] logits) {
    float[][] probabilities = new float[logits.length][];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = new float[logits[i].length];
      for (int j = 0; j < logits[i].length; j++) {
        probabilities[i][j] = (float) (1 / (1 + StrictMath.exp(-logits[i][j])));
      }
    }
    return probabilities;
  }
}
