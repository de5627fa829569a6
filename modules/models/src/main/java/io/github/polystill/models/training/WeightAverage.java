package io.github.polystill.models.training;

import io.github.polystill.models.layers.Parameter;
import io.github.polystill.models.layers.Parameters;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * Running mean of all trained weights (Polyak and Juditsky 1992, exponential as in Tarvainen and
 * Valpola 2017): after each step {@code mean = d mean + (1 - d) w}. The mean starts as the first
 * weights, which are soon forgotten by the decay of TensorFlow's {@code ExponentialMovingAverage}
 * with {@code num_updates}: at step t {@code min(d, (1 + t) / (10 + t))}.
 *
 * <p>A fine-tuned embedding table is averaged as a whole, although a step changes few of its rows:
 * the mean of a row goes on to approach it in steps that don't read it.
 */
final class WeightAverage {
  /** 1 - d of a step. */
  final Placeholder<TFloat32> share;

  /** The network's, the means in place of what is trained. */
  final Parameters parameters;

  /** The mean of each trained parameter. */
  final Map<Parameter, Variable<TFloat32>> variables = new LinkedHashMap<>();

  /** The step and what follows from it. */
  final Op update;

  private final double decay;

  /** Adds the means to the graph, to be changed after the weights are. */
  WeightAverage(Ops tf, double decay, Parameters trained, Op step) {
    this.decay = decay;
    share = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    parameters = trained.averages();
    Iterator<Parameter> means = parameters.all().iterator();
    Ops after = tf.withControlDependencies(List.of(step));
    List<Op> updates = new ArrayList<>();
    for (Parameter parameter : trained.all()) {
      Variable<TFloat32> mean = means.next().variable();
      if (parameter.role().trained()) {
        variables.put(parameter, mean);
        Operand<TFloat32> difference =
            after.math.sub(after.identity(mean), after.identity(parameter.variable()));
        updates.add(after.train.applyGradientDescent(mean, share, difference));
      }
    }
    update = tf.withControlDependencies(updates).noOp();
  }

  /** 1 - d of a step, counted from 1. */
  float share(int step) {
    return (float) (1 - Math.min(decay, (1.0 + step) / (10.0 + step)));
  }
}
