package io.github.polystill.experiments.configuration;

/**
 * Evaluation.
 *
 * @param threshold a label is predicted where its probability exceeds this
 */
public record EvaluationSettings(double threshold) {}
