package io.github.polystill.models.layers;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al.
 * 2000), as in Keras but for the order of the gates, which is i, f, o, g: with pre-activations a =
 * x + h U,
 *
 * <pre>
 *   i, f, o = sigmoid(a_i, a_f, a_o)      g = tanh(a_g)
 *   c' = f c + i g                        h' = o tanh(c')
 * </pre>
 *
 * The forget gate's bias starts at 1 (Jozefowicz et al. 2015). Backwards, with dh' and dc' given
 * and t = tanh(c'), s = dc' + dh' o (1 - t^2):
 *
 * <pre>
 *   di = s g i (1 - i)    df = s c f (1 - f)    do = dh' t o (1 - o)    dg = s i (1 - g^2)
 *   dc = s f              dh = [di df do dg] U^T
 * </pre>
 *
 * @param units size of the state
 */
record LstmCell(int units) implements RecurrentCell {
  @Override
  public int gateColumns() {
    return 4 * units;
  }

  @Override
  public int states() {
    return 2;
  }

  @Override
  public List<Integer> factorWidths() {
    return List.of(4 * units, units, units);
  }

  @Override
  public List<Integer> gradientPlaces() {
    return List.of(0);
  }

  /** i becomes 0 and f becomes 1: the memory stays; the output of such a step means nothing. */
  @Override
  public float[] paddingBias() {
    float[] bias = new float[gateColumns()];
    Arrays.fill(bias, 0, units, -RecurrentLayer.SATURATING);
    Arrays.fill(bias, units, 2 * units, RecurrentLayer.SATURATING);
    return bias;
  }

  @Override
  public Initializer biasInitializer() {
    return (size, random) -> {
      float[] bias = new float[size];
      Arrays.fill(bias, units, 2 * units, 1f);
      return bias;
    };
  }

  @Override
  public Forward forward(
      Ops tf,
      Operand<TFloat32> projected,
      Operand<TFloat32> product,
      List<Operand<TFloat32>> states,
      List<Operand<TFloat32>> extra,
      boolean withFactors) {
    Operand<TFloat32> c = states.get(1);
    List<Output<TFloat32>> a =
        RecurrentCell.split(tf, tf.math.add(projected, product), 3 * units, units);
    List<Output<TFloat32>> gates =
        RecurrentCell.split(tf, tf.math.sigmoid(a.get(0)), units, units, units);
    Operand<TFloat32> i = gates.get(0);
    Operand<TFloat32> f = gates.get(1);
    Operand<TFloat32> o = gates.get(2);
    Operand<TFloat32> g = tf.math.tanh(a.get(1));
    Operand<TFloat32> nextC = tf.math.add(tf.math.mul(f, c), tf.math.mul(i, g));
    Operand<TFloat32> t = tf.math.tanh(nextC);
    Operand<TFloat32> nextH = tf.math.mul(o, t);
    if (!withFactors) {
      return new Forward(List.of(nextH, nextC), List.of());
    }
    Operand<TFloat32> ofI = tf.math.sigmoidGrad(i, g);
    Operand<TFloat32> ofF = tf.math.sigmoidGrad(f, c);
    Operand<TFloat32> ofO = tf.math.sigmoidGrad(o, t);
    Operand<TFloat32> ofG = tf.math.tanhGrad(g, i);
    Operand<TFloat32> ofC = tf.math.tanhGrad(t, o);
    return new Forward(
        List.of(nextH, nextC),
        List.of(tf.concat(List.of(ofI, ofF, ofO, ofG), tf.constant(1)), ofC, f));
  }

  @Override
  public Backward backward(
      Ops tf,
      List<Operand<TFloat32>> stateGradients,
      List<Operand<TFloat32>> factors,
      Operand<TFloat32> recurrentTransposed) {
    Operand<TFloat32> dh = stateGradients.get(0);
    Operand<TFloat32> s = tf.math.add(stateGradients.get(1), tf.math.mul(dh, factors.get(1)));
    Operand<TFloat32> gates =
        tf.math.mul(tf.concat(List.of(s, s, dh, s), tf.constant(1)), factors.get(0));
    return new Backward(
        List.of(tf.linalg.matMul(gates, recurrentTransposed), tf.math.mul(s, factors.get(2))),
        List.of(gates));
  }
}
