package io.github.polystill.distillation;

import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.training.ValidationScore;

/**
 * What is looked at on the validation documents after each epoch.
 *
 * @param figure what early stopping watches
 * @param threshold a label is predicted where its probability exceeds it
 */
public record Watch(ValidationFigure figure, double threshold) {
  ValidationScore score(boolean[][] truth, float[][] probabilities) {
    double value = figure.of(truth, probabilities, threshold);
    double loss = ValidationFigure.LOSS.of(truth, probabilities, threshold);
    return new ValidationScore(figure.higherIsBetter() ? value : -value, loss);
  }
}
