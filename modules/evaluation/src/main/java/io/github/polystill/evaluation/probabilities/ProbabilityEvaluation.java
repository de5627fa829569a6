package io.github.polystill.evaluation.probabilities;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Figures of probabilities that need no threshold, as fractions in 0..1. A macro figure is the mean
 * over the labels for which it is defined; a figure that is defined for none is null.
 *
 * @param microAveragePrecision average precision of all cells (document, label) ranked together
 * @param macroAveragePrecision mean average precision of the labels with a true document
 * @param microRocAuc area under the ROC curve of all cells ranked together
 * @param macroRocAuc mean area of the labels that some documents carry and some do not
 * @param brierScore mean squared difference between probability and truth over all cells
 * @param calibrationError mean over cells of the gap between mean probability and true share of
 *     their bin (expected calibration error, Naeini et al. 2015)
 * @param reliability the bins of the reliability diagram, lowest first
 * @param perLabel in the order of the label set
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ProbabilityEvaluation(
    Double microAveragePrecision,
    Double macroAveragePrecision,
    Double microRocAuc,
    Double macroRocAuc,
    double brierScore,
    double calibrationError,
    List<ReliabilityBin> reliability,
    List<LabelRanking> perLabel) {
  public ProbabilityEvaluation {
    reliability = List.copyOf(reliability);
    perLabel = List.copyOf(perLabel);
  }

  /**
   * How well probabilities rank documents by one label.
   *
   * @param averagePrecision null for a label without a true document
   * @param rocAuc null for a label that all documents carry or none
   */
  public record LabelRanking(String label, Double averagePrecision, Double rocAuc) {}

  /**
   * One bin of a reliability diagram: cells (document, label) with {@code from < probability <=
   * to}, the first bin with 0 as well. Probabilities are well calibrated where the mean probability
   * is the true share.
   *
   * @param count cells in the bin
   * @param meanProbability their mean probability, null without cells
   * @param trueShare share of them in which the label is true, null without cells
   */
  public record ReliabilityBin(
      double from, double to, long count, Double meanProbability, Double trueShare) {}
}
