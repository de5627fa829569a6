package io.github.polystill.evaluation;

import org.apiguardian.api.API;

/**
 * Figures of one label; 0 where scikit-learn's {@code zero_division=0} makes them 0.
 *
 * @param support number of documents that carry the label
 * @param precision in 0..1
 * @param recall in 0..1
 * @param f1 in 0..1
 * @param threshold the label is predicted where its probability exceeds this
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record LabelEvaluation(
    String label, int support, double precision, double recall, double f1, double threshold) {}
