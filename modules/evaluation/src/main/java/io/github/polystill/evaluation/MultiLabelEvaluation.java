package io.github.polystill.evaluation;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Figures of a set of predictions, METHOD.md "The protocol".
 *
 * @param microF1 F1 of all decisions pooled, in 0..1
 * @param macroF1 mean of the labels' F1, in 0..1
 * @param weightedF1 mean of the labels' F1 weighted by support, in 0..1
 * @param subsetAccuracy share of documents with every label right, in 0..1
 * @param loss mean binary cross-entropy in nats
 * @param perLabel figures per label, in the order of the label set
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record MultiLabelEvaluation(
    double microF1,
    double macroF1,
    double weightedF1,
    double subsetAccuracy,
    double loss,
    List<LabelEvaluation> perLabel) {
  public MultiLabelEvaluation {
    perLabel = List.copyOf(perLabel);
  }
}
