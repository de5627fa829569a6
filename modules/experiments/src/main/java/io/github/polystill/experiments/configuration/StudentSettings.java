package io.github.polystill.experiments.configuration;

import io.github.polystill.evaluation.ValidationFigure;
import java.util.Optional;

/**
 * Standalone and distilled students.
 *
 * @param monitor figure that early stopping looks at
 * @param epochs passes over the training documents at most; empty for those of the experts
 * @param patience epochs without a better figure before training stops; empty for that of the
 *     experts
 */
public record StudentSettings(
    ValidationFigure monitor, Optional<Integer> epochs, Optional<Integer> patience) {}
