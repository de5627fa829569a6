package io.github.polystill.evaluation;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Figures of decisions, as fractions in 0..1.
 *
 * @param hammingLoss share of cells (document, label) that are decided wrongly
 * @param perLabel figures per label, in the order of the label set
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record DecisionEvaluation(
    double microF1,
    double macroF1,
    double weightedF1,
    double subsetAccuracy,
    double hammingLoss,
    List<LabelEvaluation> perLabel) {
  public DecisionEvaluation {
    perLabel = List.copyOf(perLabel);
  }
}
