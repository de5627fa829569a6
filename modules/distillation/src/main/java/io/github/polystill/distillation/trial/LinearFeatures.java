package io.github.polystill.distillation.trial;

import de.bwaldvogel.liblinear.Feature;
import java.util.Map;

/**
 * What {@link LinearExpert}s weigh of a text.
 *
 * @param <T> how they are given a text
 */
interface LinearFeatures<T> {
  /** How many there are, but for the intercept. */
  int size();

  /** Those of a text, counted from 1, and behind them one for the intercept. */
  Feature[] of(T text);

  /** Whether the intercept is kept small too; it cannot be where the penalty is large. */
  boolean hasPenalisedIntercept();

  /** What they depend on beside the text, to be kept with the weights. */
  Map<String, float[]> kept();
}
