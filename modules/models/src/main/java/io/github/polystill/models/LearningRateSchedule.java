package io.github.polystill.models;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * How the learning rate changes from step to step. With W steps of warm-up, step t of T counted
 * from 1 has the rate {@code r s(t - 1)}, where s is that of Keras' {@code CosineDecay} that warms
 * up from 0: {@code s(i) = i / W} for i below W; from there on 1, or {@code (1 + cos(pi (i - W) /
 * (T - W))) / 2} for {@link #COSINE} (Loshchilov and Hutter 2017, one cycle down to 0).
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum LearningRateSchedule {
  /** The same in every step. */
  CONSTANT,
  /** Linearly up from 0, then constant. */
  WARM_UP,
  /** Down to 0 along half a cosine, after a warm-up if one is set. */
  COSINE;

  /** The name in experiment files: {@code constant}, {@code warm-up}, {@code cosine}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The factor of the learning rate in a step.
   *
   * @param step counted from 1
   * @param warmUp steps of warm-up; none for {@link #CONSTANT}
   * @param steps all steps of a training that early stopping does not end
   */
  double factor(int step, int warmUp, int steps) {
    int before = step - 1;
    if (this == CONSTANT) {
      return 1;
    }
    if (before < warmUp) {
      return (double) before / warmUp;
    }
    if (this == WARM_UP || steps <= warmUp) {
      return 1;
    }
    double share = Math.min(1, (double) (before - warmUp) / (steps - warmUp));
    return (1 + StrictMath.cos(Math.PI * share)) / 2;
  }
}
