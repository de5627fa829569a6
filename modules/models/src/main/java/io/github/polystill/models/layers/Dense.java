package io.github.polystill.models.layers;

import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A fully connected layer: {@code y = x W + b}; W is Glorot-uniform, b zero. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class Dense {
  private Dense() {}

  /**
   * Adds the layer.
   *
   * @param input [B, inputs]
   * @return [B, units]
   */
  public static Operand<TFloat32> apply(
      LayerScope scope, String name, Operand<TFloat32> input, int inputs, int units) {
    Ops tf = scope.tf();
    Operand<TFloat32> weights =
        scope.dense(
            name + ".weights", Shape.of(inputs, units), Initializer.glorotUniform(inputs, units));
    Operand<TFloat32> bias = scope.dense(name + ".bias", Shape.of(units), Initializer.ZEROS);
    return tf.math.add(scope.matMul(input, weights), bias);
  }
}
