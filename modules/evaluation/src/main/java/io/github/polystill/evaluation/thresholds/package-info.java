/**
 * Thresholds between probabilities and decisions: fixed, one for all labels, or one per label, the
 * latter two tuned on validation data. So the gain of a model can be told from that of a threshold.
 * Depends on evaluation and evaluation.probabilities.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.evaluation.thresholds;

import org.apiguardian.api.API;
