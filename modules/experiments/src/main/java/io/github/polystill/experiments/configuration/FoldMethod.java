package io.github.polystill.experiments.configuration;

import java.util.Locale;

/** How documents are dealt to folds. */
public enum FoldMethod {
  /** The paper's: label by label, the rarest first. */
  RAREST_FIRST,
  /** Iterative stratification (Sechidis et al. 2011). */
  ITERATIVE;

  /** The name in experiment files, such as {@code rarest-first}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
