package io.github.polystill.models.layers;

import java.util.SplittableRandom;

/** First values of a parameter. */
@FunctionalInterface
public interface Initializer {
  /** All zeros. */
  Initializer ZEROS = (size, random) -> new float[size];

  /** The values of a parameter of {@code size} elements in row-major order. */
  float[] values(int size, SplittableRandom random);

  /**
   * Uniform in ±sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010), the default of Keras for dense
   * layers and convolutions.
   */
  static Initializer glorotUniform(long fanIn, long fanOut) {
    double limit = Math.sqrt(6.0 / (fanIn + fanOut));
    return (size, random) -> {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) (limit * (2 * random.nextDouble() - 1));
      }
      return values;
    };
  }
}
