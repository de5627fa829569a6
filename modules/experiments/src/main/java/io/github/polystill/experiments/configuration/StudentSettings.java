package io.github.polystill.experiments.configuration;

import io.github.polystill.evaluation.ValidationFigure;

/**
 * Standalone and distilled students.
 *
 * @param monitor figure that early stopping looks at
 */
public record StudentSettings(ValidationFigure monitor) {}
