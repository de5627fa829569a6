package io.github.polystill.models.layers;

import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The arithmetic of one step of a recurrent layer, forwards and backwards.
 *
 * <p>A cell has a number of gates, each {@code units} wide, whose pre-activations are the sum of an
 * input projection, which the layer computes for all steps at once, and of a product of the last
 * state with the recurrent kernel. What the backward step needs of a forward step is reduced to
 * factors while the step's tensors are still in the processor's cache; the backward step is then a
 * few products of such factors with the gradient of the state.
 */
interface RecurrentCell {
  int units();

  /** Columns of the kernels: gates times units. */
  int gateColumns();

  /** Number of state tensors, each [B, units]; the first is the output. */
  int states();

  /** Widths of the factors that {@link #forward} leaves for {@link #backward}. */
  List<Integer> factorWidths();

  /**
   * Which factor's place each gradient of {@link #backward} takes. A gradient is computed from that
   * factor and is as wide; nothing else reads it. So it is written where the processor's cache has
   * just been, and needs no memory of its own.
   */
  List<Integer> gradientPlaces();

  /** What is added to the pre-activations where there is no input, so that the state stays. */
  float[] paddingBias();

  /** First values of the input bias. */
  default Initializer biasInitializer() {
    return Initializer.ZEROS;
  }

  /** Parameters besides kernel, recurrent kernel and input bias. */
  default List<Parameter> extraParameters(LayerScope scope, String name) {
    return List.of();
  }

  /**
   * One step.
   *
   * @param projected input projection with bias, [B, gateColumns]
   * @param product last output times recurrent kernel, [B, gateColumns]
   * @param states [B, units] each
   * @param extra values of {@link #extraParameters}
   * @param withFactors whether a backward step will follow
   */
  Forward forward(
      Ops tf,
      Operand<TFloat32> projected,
      Operand<TFloat32> product,
      List<Operand<TFloat32>> states,
      List<Operand<TFloat32>> extra,
      boolean withFactors);

  /**
   * The result of a step.
   *
   * @param states the new states
   * @param factors of {@link #factorWidths}; empty where none were asked for
   */
  record Forward(List<Operand<TFloat32>> states, List<Operand<TFloat32>> factors) {}

  /**
   * One step backwards.
   *
   * @param stateGradients gradient of the loss with respect to the states after the step
   * @param factors as {@link #forward} left them
   * @param recurrentTransposed recurrent kernel, [gateColumns, units]
   */
  Backward backward(
      Ops tf,
      List<Operand<TFloat32>> stateGradients,
      List<Operand<TFloat32>> factors,
      Operand<TFloat32> recurrentTransposed);

  /**
   * The result of a step backwards.
   *
   * @param stateGradients gradient with respect to the states before the step
   * @param gradients of at {@link #gradientPlaces}; the first is that of the recurrent products,
   *     {@link #gateColumns} wide
   */
  record Backward(List<Operand<TFloat32>> stateGradients, List<Operand<TFloat32>> gradients) {}

  /**
   * The gradient of the input projection, [U, gateColumns].
   *
   * @param summed the step gradients added up for each distinct vector
   */
  default Operand<TFloat32> projectionGradient(Ops tf, List<Operand<TFloat32>> summed) {
    return summed.get(0);
  }

  /** Gradients of {@link #extraParameters} from the same sums. */
  default Map<Parameter, Operand<TFloat32>> extraGradients(
      Ops tf, List<Parameter> extra, List<Operand<TFloat32>> summed) {
    return Map.of();
  }

  /** The columns of a matrix in blocks of some widths. */
  static List<Output<TFloat32>> split(Ops tf, Operand<TFloat32> value, int... widths) {
    return tf.splitV(value, tf.constant(widths), tf.constant(-1), (long) widths.length).output();
  }
}
