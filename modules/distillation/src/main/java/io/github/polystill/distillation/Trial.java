package io.github.polystill.distillation;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.OptimisationSettings;
import java.util.OptionalInt;

/**
 * The unit of work: one network to train on one fold.
 *
 * @param type row of the paper's table that the network belongs to
 * @param architecture kind of network and its sizes
 * @param label column of the label that a teacher's binary network is for; empty for a student
 * @param classWeight weight of the positive class in the loss (METHOD.md, eq. 1); 1 for a student
 * @param optimisation how it is trained
 * @param watch what early stopping looks at
 * @param seed decides first weights, order of the batches and dropout masks
 */
public record Trial(
    TrainingRow type,
    Architecture architecture,
    OptionalInt label,
    double classWeight,
    OptimisationSettings optimisation,
    Watch watch,
    long seed) {
  public Trial {
    if (label.isPresent() != (type == TrainingRow.TEACHER)) {
      throw new IllegalArgumentException("a label goes with a teacher's trial and no other");
    }
  }

  /** Number of logits of the network. */
  public int outputs(int labels) {
    return label.isPresent() ? 1 : labels;
  }
}
