package io.github.polystill.experiments.configuration;

import java.util.Locale;

/** A figure on the validation documents that decides when to stop or which network to keep. */
public enum ValidationFigure {
  /** F1 of the one label of a binary network. */
  F1,
  MICRO_F1,
  MACRO_F1,
  WEIGHTED_F1,
  SUBSET_ACCURACY,
  /** Mean cross-entropy; the only one of which less is better. */
  LOSS;

  /** The name in experiment files, such as {@code macro-f1}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public boolean higherIsBetter() {
    return this != LOSS;
  }
}
