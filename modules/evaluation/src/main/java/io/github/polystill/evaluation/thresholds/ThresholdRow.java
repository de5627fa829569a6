package io.github.polystill.evaluation.thresholds;

import io.github.polystill.evaluation.DecisionEvaluation;
import io.github.polystill.evaluation.Metric;

/**
 * Figures on the test part with one choice of thresholds.
 *
 * @param choice where the thresholds come from
 * @param tunedFor the metric that they are best for on the validation part; null for fixed ones
 * @param test figures of the test part; its per-label entries have the thresholds
 */
public record ThresholdRow(ThresholdChoice choice, Metric tunedFor, DecisionEvaluation test) {}
