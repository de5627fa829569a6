package io.github.polystill.evaluation.thresholds;

import io.github.polystill.evaluation.probabilities.RankedScores;

/** Tries every threshold that decides differently over a ranking. */
final class CutSearch implements RankedScores.GroupVisitor {
  /** What a threshold is worth. */
  @FunctionalInterface
  interface Figure {
    double of(int predicted, int hits);
  }

  private final Figure figure;
  private final BestCut best;
  private double above = 1;
  private int predicted;
  private int hits;

  private CutSearch(Figure figure, double fixed) {
    this.figure = figure;
    this.best = new BestCut(fixed);
  }

  /** The threshold in 0..1 of the highest figure, the nearest to the fixed one among equals. */
  static Cut best(RankedScores scores, double fixed, Figure figure) {
    CutSearch search = new CutSearch(figure, fixed);
    scores.forEachGroup(search);
    if (search.above > 0) {
      search.offer(0);
    }
    return search.best.best();
  }

  /** What the fixed threshold makes of a ranking. */
  static Cut at(RankedScores scores, double fixed) {
    int[] counts = new int[2];
    scores.forEachGroup(
        (probability, count, hits) -> {
          if (probability > fixed) {
            counts[0] = count;
            counts[1] = hits;
          }
        });
    return new Cut(fixed, counts[0], counts[1]);
  }

  @Override
  public void visit(float probability, int count, int hitsSoFar) {
    offer(probability);
    above = probability;
    predicted = count;
    hits = hitsSoFar;
  }

  private void offer(double low) {
    best.offer(figure.of(predicted, hits), low, above, predicted, hits);
  }
}
