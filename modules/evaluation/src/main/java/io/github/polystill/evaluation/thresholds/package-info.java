/**
 * Thresholds between probabilities and decisions: fixed, one for all labels, or one per label, the
 * latter two tuned on validation data. So the gain of a model can be told from that of a threshold.
 * Depends on evaluation and evaluation.probabilities.
 */
package io.github.polystill.evaluation.thresholds;
