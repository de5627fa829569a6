package io.github.polystill.experiments.export;

/**
 * A model's answer on one label.
 *
 * @param label name
 * @param probability in 0..1
 * @param predicted whether it exceeds the label's threshold
 */
public record LabelPrediction(String label, double probability, boolean predicted) {}
