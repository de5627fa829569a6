package io.github.polystill.evaluation.report;

import java.util.Locale;

/**
 * How one model learned, epoch by epoch.
 *
 * @param name such as {@code textcnn, distilled, fold 0}
 * @param trainingLoss [epochs]
 * @param validationLoss [epochs]
 * @param validationFigure [epochs], the figure that early stopping looks at
 * @param bestEpoch 0-based epoch whose weights were kept
 */
@SuppressWarnings("ArrayRecordComponent")
public record LearningCurve(
    String name,
    double[] trainingLoss,
    double[] validationLoss,
    double[] validationFigure,
    int bestEpoch) {
  public LearningCurve {
    int epochs = trainingLoss.length;
    if (validationLoss.length != epochs || validationFigure.length != epochs) {
      throw new IllegalArgumentException(name + ": curves of different length");
    }
    if (epochs == 0 || bestEpoch < 0 || bestEpoch >= epochs) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: best epoch %d of %d", name, bestEpoch, epochs));
    }
  }
}
