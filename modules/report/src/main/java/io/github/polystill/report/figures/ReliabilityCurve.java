package io.github.polystill.report.figures;

import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluation.ReliabilityBin;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How often labels are true that get a probability: the bins of a reliability diagram, pooled over
 * labels and folds.
 *
 * @param architecture its name
 * @param training its training type
 * @param predicted mean probability of every bin that is not empty
 * @param observed share of true labels in it
 * @param counts decisions in it
 */
@SuppressWarnings("ArrayRecordComponent")
public record ReliabilityCurve(
    String architecture,
    TrainingRow training,
    double[] predicted,
    double[] observed,
    long[] counts) {

  /** One curve per architecture and training type, in the order of the evaluations. */
  public static List<ReliabilityCurve> pooled(List<ThresholdEvaluation> evaluations) {
    return evaluations.stream()
        .collect(
            Collectors.groupingBy(it -> it.key().kind(), LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(ReliabilityCurve::ofFolds)
        .toList();
  }

  private static ReliabilityCurve ofFolds(List<ThresholdEvaluation> folds) {
    NavigableMap<Double, double[]> sums = new TreeMap<>();
    for (ThresholdEvaluation fold : folds) {
      for (ReliabilityBin bin : fold.probabilities().reliability()) {
        if (bin.count() > 0) {
          double[] sum = sums.computeIfAbsent(bin.from(), it -> new double[3]);
          sum[0] += bin.count();
          sum[1] += bin.count() * bin.meanProbability();
          sum[2] += bin.count() * bin.trueShare();
        }
      }
    }
    ModelKey model = folds.get(0).key();
    return new ReliabilityCurve(
        model.architecture(),
        model.training(),
        sums.values().stream().mapToDouble(sum -> sum[1] / sum[0]).toArray(),
        sums.values().stream().mapToDouble(sum -> sum[2] / sum[0]).toArray(),
        sums.values().stream().mapToLong(sum -> (long) sum[0]).toArray());
  }
}
