package io.github.polystill.evaluation.probabilities;

import io.github.polystill.evaluation.Fidelity;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluation.LabelRanking;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluation.ReliabilityBin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/** Computes the figures of probabilities. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class ProbabilityEvaluator {
  /** Bins of equal width that hold their upper edge, as scikit-learn's calibration_curve has. */
  private static final int BINS = 10;

  private final long[] counts = new long[BINS];
  private final long[] hits = new long[BINS];
  private final double[] sums = new double[BINS];
  private double squares;

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
    ProbabilityEvaluator binned = binned(truth, probabilities);
    return new ProbabilityEvaluation(
        cells.averagePrecision(),
        mean(perLabel, LabelRanking::averagePrecision),
        cells.rocAuc(),
        mean(perLabel, LabelRanking::rocAuc),
        binned.squares / cells.size(),
        binned.calibrationError(),
        binned.bins(),
        perLabel);
  }

  private static ProbabilityEvaluator binned(boolean[][] truth, float[][] probabilities) {
    ProbabilityEvaluator binned = new ProbabilityEvaluator();
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < truth[i].length; j++) {
        binned.add(truth[i][j] ? 1 : 0, probabilities[i][j]);
      }
    }
    return binned;
  }

  /**
   * Compares a student with its teacher.
   *
   * @param truth [documents][labels]; empty where it is taken for unknown
   * @param teacher its probabilities, [documents][labels]
   * @param student its probabilities, [documents][labels]
   * @param threshold by which both decide
   */
  public static Fidelity fidelity(
      Optional<boolean[][]> truth, float[][] teacher, float[][] student, double threshold) {
    double difference = 0;
    long alike = 0;
    long cells = 0;
    for (int i = 0; i < teacher.length; i++) {
      for (int j = 0; j < teacher[i].length; j++) {
        difference += Math.abs((double) teacher[i][j] - student[i][j]);
        alike += teacher[i][j] > threshold == student[i][j] > threshold ? 1 : 0;
      }
      cells += teacher[i].length;
    }
    return new Fidelity(
        difference / cells,
        (double) alike / cells,
        truth
            .map(it -> OptionalDouble.of(binned(it, teacher).calibrationError()))
            .orElse(OptionalDouble.empty()));
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

  private void add(int truth, double probability) {
    int bin = Math.min((int) (probability * BINS), BINS - 1);
    // The product is rounded, so the edges themselves have the last word.
    if (bin > 0 && probability <= edge(bin)) {
      bin--;
    } else if (probability > edge(bin + 1)) {
      bin++;
    }
    counts[bin]++;
    hits[bin] += truth;
    sums[bin] += probability;
    squares += (probability - truth) * (probability - truth);
  }

  private static double edge(int bin) {
    return (double) bin / BINS;
  }

  private double calibrationError() {
    double gaps = 0;
    for (int bin = 0; bin < BINS; bin++) {
      gaps += Math.abs(sums[bin] - hits[bin]);
    }
    return gaps / Arrays.stream(counts).sum();
  }

  private List<ReliabilityBin> bins() {
    List<ReliabilityBin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      boolean empty = counts[bin] == 0;
      bins.add(
          new ReliabilityBin(
              edge(bin),
              edge(bin + 1),
              counts[bin],
              empty ? null : sums[bin] / counts[bin],
              empty ? null : (double) hits[bin] / counts[bin]));
    }
    return bins;
  }
}
