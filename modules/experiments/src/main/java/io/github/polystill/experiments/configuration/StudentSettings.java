package io.github.polystill.experiments.configuration;

/**
 * Standalone and distilled students.
 *
 * @param monitor figure that early stopping looks at
 */
public record StudentSettings(ValidationFigure monitor) {}
