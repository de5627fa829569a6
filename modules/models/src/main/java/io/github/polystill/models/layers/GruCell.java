package io.github.polystill.models.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Gated recurrent unit (Cho et al. 2014) in the form of cuDNN and of Keras with {@code
 * reset_after}: with gates in the order z, r, n and {@code U} the recurrent kernel,
 *
 * <pre>
 *   z = sigmoid(x_z + h U_z)          r = sigmoid(x_r + h U_r)
 *   n = tanh(x_n + r (h U_n + c))     h' = h - (1 - z) (h - n)
 * </pre>
 *
 * x is the input projection with its bias and c the candidate's own bias (Keras has recurrent
 * biases of z and r too; they only add to those of the input). Backwards, with dh' given,
 *
 * <pre>
 *   dz = dh' (h - n) z (1 - z)        dn = dh' (1 - z) (1 - n^2)
 *   dq = dn r                         dr = dn (h U_n + c) r (1 - r)
 *   dh = dh' z + [dz dr dq] U^T
 * </pre>
 *
 * where dz, dr, dn are gradients of pre-activations and dq is that of {@code h U_n + c}.
 *
 * @param units size of the state
 */
record GruCell(int units) implements RecurrentCell {
  @Override
  public int gateColumns() {
    return 3 * units;
  }

  @Override
  public int states() {
    return 1;
  }

  @Override
  public List<Integer> factorWidths() {
    return List.of(3 * units, units, units);
  }

  @Override
  public List<Integer> gradientPlaces() {
    return List.of(0, 2);
  }

  /** z becomes 1: the state stays, and gradients pass through it unchanged. */
  @Override
  public float[] paddingBias() {
    float[] bias = new float[gateColumns()];
    Arrays.fill(bias, 0, units, RecurrentLayer.SATURATING);
    return bias;
  }

  @Override
  public List<Parameter> extraParameters(LayerScope scope, String name) {
    return List.of(
        scope.denseParameter(name + ".candidate_bias", Shape.of(units), Initializer.ZEROS));
  }

  @Override
  public Forward forward(
      Ops tf,
      Operand<TFloat32> projected,
      Operand<TFloat32> product,
      List<Operand<TFloat32>> states,
      List<Operand<TFloat32>> extra,
      boolean withFactors) {
    Operand<TFloat32> h = states.get(0);
    List<Output<TFloat32>> x = RecurrentCell.split(tf, projected, 2 * units, units);
    List<Output<TFloat32>> hu = RecurrentCell.split(tf, product, 2 * units, units);
    List<Output<TFloat32>> gates =
        RecurrentCell.split(tf, tf.math.sigmoid(tf.math.add(x.get(0), hu.get(0))), units, units);
    Operand<TFloat32> z = gates.get(0);
    Operand<TFloat32> r = gates.get(1);
    Operand<TFloat32> q = tf.math.add(hu.get(1), extra.get(0));
    Operand<TFloat32> n = tf.math.tanh(tf.math.add(x.get(1), tf.math.mul(r, q)));
    Operand<TFloat32> open = tf.math.sub(tf.constant(1f), z);
    Operand<TFloat32> difference = tf.math.sub(h, n);
    // In this form the state stays as it is to the last bit where z is 1.
    Operand<TFloat32> next = tf.math.sub(h, tf.math.mul(open, difference));
    if (!withFactors) {
      return new Forward(List.of(next), List.of());
    }
    Operand<TFloat32> ofZ = tf.math.sigmoidGrad(z, difference);
    Operand<TFloat32> ofN = tf.math.tanhGrad(n, open);
    Operand<TFloat32> ofQ = tf.math.mul(ofN, r);
    Operand<TFloat32> ofR = tf.math.sigmoidGrad(r, tf.math.mul(ofN, q));
    return new Forward(
        List.of(next), List.of(tf.concat(List.of(ofZ, ofR, ofQ), tf.constant(1)), z, ofN));
  }

  @Override
  public Backward backward(
      Ops tf,
      List<Operand<TFloat32>> stateGradients,
      List<Operand<TFloat32>> factors,
      Operand<TFloat32> recurrentTransposed) {
    Operand<TFloat32> dh = stateGradients.get(0);
    Operand<TFloat32> recurrent =
        tf.math.mul(tf.concat(List.of(dh, dh, dh), tf.constant(1)), factors.get(0));
    Operand<TFloat32> before =
        tf.math.add(
            tf.linalg.matMul(recurrent, recurrentTransposed), tf.math.mul(dh, factors.get(1)));
    return new Backward(List.of(before), List.of(recurrent, tf.math.mul(dh, factors.get(2))));
  }

  @Override
  public Operand<TFloat32> projectionGradient(Ops tf, List<Operand<TFloat32>> summed) {
    Operand<TFloat32> ofGates = RecurrentCell.split(tf, summed.get(0), 2 * units, units).get(0);
    return tf.concat(List.of(ofGates, summed.get(1)), tf.constant(1));
  }

  @Override
  public Map<Parameter, Operand<TFloat32>> extraGradients(
      Ops tf, List<Parameter> extra, List<Operand<TFloat32>> summed) {
    Operand<TFloat32> ofProducts = RecurrentCell.split(tf, summed.get(0), 2 * units, units).get(1);
    return Map.of(extra.get(0), tf.reduceSum(ofProducts, tf.constant(0)));
  }
}
