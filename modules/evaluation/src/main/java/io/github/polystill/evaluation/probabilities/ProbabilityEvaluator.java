package io.github.polystill.evaluation.probabilities;

import io.github.polystill.evaluation.Predictions;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Computes the figures of probabilities. */
public final class ProbabilityEvaluator {
  private ProbabilityEvaluator() {}

  /**
   * Evaluates predictions.
   *
   * @throws IllegalArgumentException if a probability is outside 0..1
   */
  public static ProbabilityEvaluation evaluate(Predictions predictions) {
    boolean[][] truth = predictions.truth();
    float[][] probabilities = predictions.probabilities();
    List<LabelRanking> perLabel =
        IntStream.range(0, predictions.labels().size())
            .parallel()
            .mapToObj(label -> ranking(predictions, label))
            .toList();
    RankedScores cells = RankedScores.ofCells(truth, probabilities);
    ReliabilityBins bins = new ReliabilityBins(truth, probabilities);
    return new ProbabilityEvaluation(
        cells.averagePrecision(),
        mean(perLabel, LabelRanking::averagePrecision),
        cells.rocAuc(),
        mean(perLabel, LabelRanking::rocAuc),
        bins.brierScore(),
        bins.calibrationError(),
        bins.bins(),
        perLabel);
  }

  private static LabelRanking ranking(Predictions predictions, int label) {
    RankedScores scores =
        RankedScores.ofLabel(predictions.truth(), predictions.probabilities(), label);
    return new LabelRanking(
        predictions.labels().name(label), scores.averagePrecision(), scores.rocAuc());
  }

  private static Double mean(List<LabelRanking> labels, Function<LabelRanking, Double> figure) {
    List<Double> defined = labels.stream().map(figure).filter(Objects::nonNull).toList();
    double sum = 0;
    for (double value : defined) {
      sum += value;
    }
    return defined.isEmpty() ? null : sum / defined.size();
  }
}
