package io.github.polystill.evaluation.thresholds;

import io.github.polystill.evaluation.probabilities.RankedScores;

/**
 * Tries every threshold that decides differently, from the highest on, and keeps the best of the
 * gaps between neighbouring probabilities. All thresholds of a gap decide alike, so it is stood for
 * by the fixed threshold if that lies in it, or by its middle. Of equally good gaps the one nearest
 * to the fixed one is kept: nothing speaks for going further.
 */
final class ThresholdSearch {
  /** Figures that differ by less are sums of the same numbers in another order. */
  private static final double ROUNDING = 1e-9;

  /** What a figure may be below the highest to count in a smoothed threshold. */
  static final double TOLERANCE = 0.005;

  private final double fixed;
  private final double least;
  private double width;
  private double moment;
  private double above = 1;
  private double figure = Double.NEGATIVE_INFINITY;
  private OperatingPoint best;

  /**
   * A threshold and what it makes of a ranking.
   *
   * @param predicted probabilities above it
   * @param hits true ones among them
   */
  record OperatingPoint(double threshold, int predicted, int hits) {
    /** What the fixed threshold makes of a ranking. */
    static OperatingPoint at(RankedScores scores, double fixed) {
      int[] counts = new int[2];
      scores.forEachGroup(
          (probability, count, hits) -> {
            if (probability > fixed) {
              counts[0] = count;
              counts[1] = hits;
            }
          });
      return new OperatingPoint(fixed, counts[0], counts[1]);
    }
  }

  /** What a threshold is worth. */
  @FunctionalInterface
  interface Figure {
    double of(int predicted, int hits);
  }

  ThresholdSearch(double fixed) {
    this(fixed, Double.POSITIVE_INFINITY);
  }

  /** One that also takes the mean of the thresholds with at least some figure. */
  private ThresholdSearch(double fixed, double least) {
    this.fixed = fixed;
    this.least = least;
  }

  /** F1 of decisions, 0 where none is right. */
  static double f1(int positives, int predicted, int hits) {
    return hits == 0 ? 0 : 2.0 * hits / ((double) positives + predicted);
  }

  /** The threshold in 0..1 of the highest figure, the nearest to the fixed one among equals. */
  static OperatingPoint best(RankedScores scores, double fixed, Figure figure) {
    return new ThresholdSearch(fixed).over(scores, figure).best();
  }

  /**
   * The mean of all thresholds in 0..1 whose figure is within {@value #TOLERANCE} of the highest;
   * of a grid without end, the mean of its values. The best threshold alone hangs on the few true
   * documents of a rare label, which Lin and Lin (CIKM 2023, "On the thresholding strategy for
   * infrequent labels in multi-label classification") smooth in another way.
   */
  static double smoothed(RankedScores scores, double fixed, Figure figure) {
    ThresholdSearch best = new ThresholdSearch(fixed).over(scores, figure);
    ThresholdSearch good = new ThresholdSearch(fixed, best.figure - TOLERANCE).over(scores, figure);
    return best.figure > 0 ? good.moment / good.width : best.best.threshold();
  }

  private ThresholdSearch over(RankedScores scores, Figure figure) {
    int[] above = new int[2];
    scores.forEachGroup(
        (probability, count, hits) -> {
          offer(figure.of(above[0], above[1]), probability, above[0], above[1]);
          above[0] = count;
          above[1] = hits;
        });
    offerRest(figure.of(above[0], above[1]), above[0], above[1]);
    return this;
  }

  /**
   * Offers the thresholds from a probability on and below the one offered before, or 1 where the
   * highest probability is 1.
   *
   * @param offered the figure that they give; higher is better
   */
  void offer(double offered, double low, int predicted, int hits) {
    double high = above;
    above = low;
    if (offered >= least) {
      width += high - low;
      moment += (high - low) * (low + high) / 2;
    }
    if (offered < figure - ROUNDING) {
      return;
    }
    double threshold = low <= fixed && fixed < high ? fixed : (low + high) / 2;
    if (offered > figure + ROUNDING
        || Math.abs(threshold - fixed) < Math.abs(best.threshold() - fixed)) {
      figure = Math.max(figure, offered);
      best = new OperatingPoint(threshold, predicted, hits);
    }
  }

  /** Offers the thresholds below all probabilities. */
  void offerRest(double offered, int predicted, int hits) {
    if (above > 0) {
      offer(offered, 0, predicted, hits);
    }
  }

  OperatingPoint best() {
    return best;
  }
}
