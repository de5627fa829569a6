package io.github.polystill.report.figures;

import io.github.polystill.evaluation.TrainingRow;
import java.util.Locale;

/**
 * How one network learned, epoch by epoch: a student, or the expert that a teacher chose for a
 * label.
 *
 * @param architecture its name
 * @param training its training type
 * @param trainingLoss [epochs]
 * @param validationLoss [epochs]
 * @param validationFigure [epochs], the figure that early stopping looks at
 * @param bestEpoch 0-based epoch whose weights were kept
 */
@SuppressWarnings("ArrayRecordComponent")
public record LearningCurve(
    String architecture,
    TrainingRow training,
    double[] trainingLoss,
    double[] validationLoss,
    double[] validationFigure,
    int bestEpoch) {
  public LearningCurve {
    int epochs = trainingLoss.length;
    if (validationLoss.length != epochs || validationFigure.length != epochs) {
      throw new IllegalArgumentException(architecture + ": curves of different length");
    }
    if (epochs == 0 || bestEpoch < 0 || bestEpoch >= epochs) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: best epoch %d of %d", architecture, bestEpoch, epochs));
    }
  }
}
