package io.github.polystill.evaluation.thresholds;

import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.probabilities.RankedScores;
import io.github.polystill.evaluation.thresholds.ThresholdSearch.OperatingPoint;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the thresholds of the highest F1 on validation data, over all thresholds that decide
 * differently. Every search but the smoothed one is exact, and takes the nearest to the fixed
 * threshold among equally good ones. A label that no validation document carries keeps that.
 */
final class ThresholdTuner {
  private final Predictions validation;
  private final double fixed;
  private final List<RankedScores> labels;

  /**
   * A tuner.
   *
   * @param validation what a model predicts for documents that it did not learn from
   * @param fixed the threshold to stay at or near, where nothing speaks against it
   * @throws IllegalArgumentException if there are no documents or a probability is outside 0..1
   */
  public ThresholdTuner(Predictions validation, double fixed) {
    if (validation.ids().isEmpty()) {
      throw new IllegalArgumentException("no documents to tune thresholds on");
    }
    this.validation = validation;
    this.fixed = fixed;
    this.labels =
        IntStream.range(0, validation.labels().size())
            .parallel()
            .mapToObj(
                label ->
                    RankedScores.ofLabel(validation.truth(), validation.probabilities(), label))
            .toList();
  }

  /** The one threshold of the highest micro-F1, [labels] times the same. */
  public double[] globalForMicroF1() {
    RankedScores cells = RankedScores.ofCells(validation.truth(), validation.probabilities());
    if (cells.positives() == 0) {
      return same(fixed);
    }
    return same(ThresholdSearch.best(cells, fixed, f1(cells)).threshold());
  }

  /** The one threshold of the highest macro-F1, [labels] times the same. */
  public double[] globalForMacroF1() {
    return same(GlobalMacroSearch.best(validation, fixed));
  }

  private double[] same(double threshold) {
    double[] thresholds = new double[labels.size()];
    Arrays.fill(thresholds, threshold);
    return thresholds;
  }

  /**
   * One threshold per label for the F1 of its label, [labels]: the mean of those that are nearly as
   * good as the best. As no label's threshold matters to another's F1, they are for macro-F1 and
   * weighted-F1 together.
   */
  public double[] perLabelForMacroF1() {
    return labels.stream()
        .mapToDouble(
            scores ->
                scores.positives() == 0
                    ? fixed
                    : ThresholdSearch.smoothed(scores, fixed, f1(scores)))
        .toArray();
  }

  private static ThresholdSearch.Figure f1(RankedScores scores) {
    return (predicted, hits) -> ThresholdSearch.f1(scores.positives(), predicted, hits);
  }

  /**
   * One threshold per label, together of the highest micro-F1, [labels].
   *
   * <p>Micro-F1 is a ratio of sums over labels, 2*TP / (support + predicted). For a number r, the
   * thresholds of the greatest {@code 2*TP - r*(support + predicted)} are found label by label; the
   * ratio that they have is the next r, and where r stays it is the highest (Dinkelbach 1967, "On
   * nonlinear fractional programming"). Fan and Lin (2007), "A study on threshold selection for
   * multi-label classification", section 3, ascend label by label instead, which can end below it.
   */
  public double[] perLabelForMicroF1() {
    List<OperatingPoint> points =
        labels.stream().map(scores -> OperatingPoint.at(scores, fixed)).toList();
    double ratio = microF1(points);
    while (true) {
      double price = ratio;
      List<OperatingPoint> next = labels.stream().map(scores -> bestAt(price, scores)).toList();
      ratio = microF1(next);
      // Also ends where rounding makes a step that gains nothing.
      if (ratio <= price) {
        return points.stream().mapToDouble(OperatingPoint::threshold).toArray();
      }
      points = next;
    }
  }

  private OperatingPoint bestAt(double price, RankedScores scores) {
    return scores.positives() == 0
        ? OperatingPoint.at(scores, fixed)
        : ThresholdSearch.best(scores, fixed, (predicted, hits) -> 2.0 * hits - price * predicted);
  }

  private double microF1(List<OperatingPoint> points) {
    long hits = points.stream().mapToLong(OperatingPoint::hits).sum();
    long predicted = points.stream().mapToLong(OperatingPoint::predicted).sum();
    long support = labels.stream().mapToLong(RankedScores::positives).sum();
    return support + predicted == 0 ? 0 : 2.0 * hits / (support + predicted);
  }
}
