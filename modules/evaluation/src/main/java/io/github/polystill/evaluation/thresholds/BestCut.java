package io.github.polystill.evaluation.thresholds;

/**
 * Keeps the best of the gaps between neighbouring probabilities. All thresholds of a gap decide
 * alike, so it is stood for by the fixed threshold if that lies in it, or by its middle. Of equally
 * good gaps the one nearest to the fixed threshold is kept: nothing speaks for going further.
 */
final class BestCut {
  /** Figures that differ by less are sums of the same numbers in another order. */
  private static final double ROUNDING = 1e-9;

  private final double fixed;
  private double figure = Double.NEGATIVE_INFINITY;
  private Cut best;

  BestCut(double fixed) {
    this.fixed = fixed;
  }

  /**
   * Offers the thresholds t with {@code low <= t < high}, and 1 where low and high are 1.
   *
   * @param offered the figure that they give; higher is better
   */
  void offer(double offered, double low, double high, int predicted, int hits) {
    if (offered < figure - ROUNDING) {
      return;
    }
    double threshold = low <= fixed && fixed < high ? fixed : (low + high) / 2;
    if (offered > figure + ROUNDING
        || Math.abs(threshold - fixed) < Math.abs(best.threshold() - fixed)) {
      figure = Math.max(figure, offered);
      best = new Cut(threshold, predicted, hits);
    }
  }

  Cut best() {
    return best;
  }
}
