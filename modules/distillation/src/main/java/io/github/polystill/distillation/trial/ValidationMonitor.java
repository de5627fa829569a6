package io.github.polystill.distillation.trial;

import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.training.TrainingHistory.ValidationScore;
import io.github.polystill.models.training.TrainingTask.Monitor;

/**
 * Looks at the validation documents by their true labels, whatever a network learns from.
 *
 * @param truth [validation][outputs]
 * @param figure what early stopping watches
 * @param threshold a label is predicted where its probability exceeds it
 */
@SuppressWarnings("ArrayRecordComponent")
record ValidationMonitor(boolean[][] truth, ValidationFigure figure, double threshold)
    implements Monitor {
  @Override
  public ValidationScore score(float[][] logits) {
    float[][] probabilities = Sigmoid.of(logits);
    return new ValidationScore(
        figure.of(truth, probabilities, threshold),
        ValidationFigure.LOSS.of(truth, probabilities, threshold));
  }

  @Override
  public boolean higherIsBetter() {
    return figure.higherIsBetter();
  }
}
