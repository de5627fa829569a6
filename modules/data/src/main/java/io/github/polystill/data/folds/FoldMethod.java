package io.github.polystill.data.folds;

import java.util.Locale;
import org.apiguardian.api.API;

/** How documents are dealt to folds; {@link FoldDealer} says what each method promises. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum FoldMethod {
  /**
   * Label by label, from the label with the fewest documents in the corpus to the one with the
   * most: the protocol of Huang et al. 2022.
   */
  RAREST_FIRST,

  /**
   * Label by label, each time the label with the fewest documents still to deal: iterative
   * stratification (Sechidis, Tsoumakas and Vlahavas 2011, "On the stratification of multi-label
   * data", algorithm 1).
   */
  ITERATIVE;

  /** The name in experiment files and on the command line, such as {@code rarest-first}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
