package io.github.polystill.models.training;

import java.util.List;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What a network is trained to make small: a formula, which is part of a training graph, and the
 * numbers in it, which are fed at every step. Trainings that differ in these alone share a {@link
 * TrainingSession}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface Loss {
  /** The formula: equal for losses of equal graphs. */
  String formula();

  /** The numbers in it, in the order in which the graph takes them, such as a class weight. */
  List<Float> numbers();

  /**
   * Adds the loss to a graph.
   *
   * @param logits [B, outputs]
   * @param targets [B, outputs], 0 or 1, or probabilities in between
   * @param fed scalars, one for each of the {@link #numbers()}
   * @return scalar
   */
  Operand<TFloat32> of(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      List<? extends Operand<TFloat32>> fed);

  /**
   * Adds the derivative of the loss by the logits; the arguments are those of {@link #of}.
   *
   * @return [B, outputs]
   */
  Operand<TFloat32> gradient(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      List<? extends Operand<TFloat32>> fed);
}
