package io.github.polystill.models.training;

import io.github.polystill.models.layers.GradientPart.Gradients;
import io.github.polystill.models.layers.GradientPart.RowGradient;
import io.github.polystill.models.layers.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Scales all gradients by one factor so that their norm together is at most a limit (Pascanu et al.
 * 2013): {@code g limit / max(norm, limit)} with {@code norm = sqrt(sum g^2)} over all parameters.
 * As in TensorFlow's {@code clip_by_global_norm} a norm that is not finite makes every gradient
 * NaN, so that the training is seen to diverge.
 */
final class GradientClipping {
  private GradientClipping() {}

  static Gradients byGlobalNorm(Ops tf, Gradients gradients, double limit) {
    List<Operand<TFloat32>> squares = new ArrayList<>();
    gradients.dense().values().forEach(gradient -> squares.add(tf.nn.l2Loss(gradient)));
    // The rows are distinct, so their squares add up to those of the whole table.
    gradients.rows().values().forEach(gradient -> squares.add(tf.nn.l2Loss(gradient.values())));
    Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(tf.constant(2f), tf.math.addN(squares)));
    Operand<TFloat32> most = tf.constant((float) limit);
    Operand<TFloat32> factor =
        tf.select(
            tf.math.isFinite(norm),
            tf.math.div(most, tf.math.maximum(norm, most)),
            tf.constant(Float.NaN));
    Map<Parameter, Operand<TFloat32>> dense = new LinkedHashMap<>();
    gradients.dense().forEach((key, gradient) -> dense.put(key, tf.math.mul(gradient, factor)));
    Map<Parameter, RowGradient> rows = new LinkedHashMap<>();
    gradients
        .rows()
        .forEach(
            (key, gradient) ->
                rows.put(
                    key, new RowGradient(gradient.rows(), tf.math.mul(gradient.values(), factor))));
    return new Gradients(dense, rows);
  }
}
