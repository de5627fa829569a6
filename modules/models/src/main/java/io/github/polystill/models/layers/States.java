package io.github.polystill.models.layers;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * States of a recurrent layer and what sums them up into one vector per text. Padding takes part in
 * nothing; a text without words gives zeros. With experts, results are [experts, B, size].
 */
public final class States {
  private static final float HUGE = 1e9f;

  private final LayerScope scope;
  private final Ops tf;
  private final int size;
  private final Operand<TFloat32> values;
  private final Operand<TInt32> lengths;
  private final Operand<TFloat32> mask;

  /**
   * Takes a layer's output.
   *
   * @param values [T, B, size], with experts [T, experts, B, size]
   * @param lengths valid steps of each text, [B]
   */
  States(LayerScope scope, Operand<TFloat32> values, Operand<TInt32> lengths, int size) {
    this.scope = scope;
    this.tf = scope.tf();
    this.size = size;
    this.values = values;
    this.lengths = lengths;
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> steps = tf.gather(tf.shape(values), zero, zero);
    Operand<TInt32> time = tf.expandDims(tf.range(zero, steps, tf.constant(1)), tf.constant(1));
    Operand<TFloat32> ofTexts =
        tf.dtypes.cast(tf.math.less(time, tf.expandDims(lengths, zero)), TFloat32.class);
    this.mask = scope.isStacked() ? tf.expandDims(ofTexts, tf.constant(1)) : ofTexts;
  }

  /** Columns of a state. */
  public int size() {
    return size;
  }

  /**
   * Attention with a learned context vector (Yang et al. 2016, eq. 5 to 7): {@code u_t = tanh(h_t W
   * + b); a = softmax over t of u_t c; sum_t a_t h_t}.
   *
   * @param units size of u_t and c
   * @return [B, size]
   */
  public Operand<TFloat32> attention(String name, int units) {
    Operand<TFloat32> weights =
        scope.dense(
            name + ".weights", Shape.of(size, units), Initializer.glorotUniform(size, units));
    Operand<TFloat32> bias = scope.dense(name + ".bias", Shape.of(units), Initializer.ZEROS);
    Operand<TFloat32> context =
        scope.dense(name + ".context", Shape.of(units), Initializer.glorotUniform(units, 1));
    Operand<TFloat32> scores =
        scope.isStacked()
            ? stackedScores(weights, bias, context, units)
            : scores(weights, bias, context, units);
    Operand<TFloat32> shares = softmax(scores);
    scope.addAttention(shares);
    return weightedSum(shares);
  }

  private Operand<TFloat32> scores(
      Operand<TFloat32> weights, Operand<TFloat32> bias, Operand<TFloat32> context, int units) {
    Operand<TFloat32> flat = tf.reshape(values, tf.constant(new int[] {-1, size}));
    Operand<TFloat32> u = tf.math.tanh(tf.nn.biasAdd(tf.linalg.matMul(flat, weights), bias));
    Operand<TFloat32> column = tf.reshape(context, tf.constant(new int[] {units, 1}));
    return tf.reshape(tf.linalg.matMul(u, column), tf.shape(mask));
  }

  /** The same for each expert, [T, experts, B]. */
  private Operand<TFloat32> stackedScores(
      Operand<TFloat32> weights, Operand<TFloat32> bias, Operand<TFloat32> context, int units) {
    int experts = scope.experts().getAsInt();
    // One large product for each expert, and not one for each of its steps.
    Operand<TFloat32> flat =
        tf.reshape(tf.linalg.transpose(values, tf.array(1, 0, 2, 3)), tf.array(experts, -1, size));
    Operand<TFloat32> u = tf.math.tanh(tf.math.add(scope.matMul(flat, weights), bias));
    Operand<TFloat32> column = tf.reshape(context, tf.array(experts, units, 1));
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> steps = tf.gather(tf.shape(values), zero, zero);
    return tf.linalg.transpose(
        tf.reshape(scope.matMul(u, column), scope.shape(steps, tf.constant(-1))),
        tf.array(1, 0, 2));
  }

  /** Softmax over the valid steps, [T, B]; zeros where there are none. */
  private Operand<TFloat32> softmax(Operand<TFloat32> scores) {
    Operand<TInt32> time = tf.constant(0);
    Operand<TFloat32> valid = tf.math.add(scores, belowAll(mask));
    Operand<TFloat32> largest = tf.reduceMax(valid, time, ReduceMax.keepDims(true));
    Operand<TFloat32> powers =
        tf.math.mul(tf.math.exp(tf.math.sub(valid, tf.stopGradient(largest))), mask);
    Operand<TFloat32> sum = tf.reduceSum(powers, time, ReduceSum.keepDims(true));
    return tf.math.div(powers, tf.math.maximum(sum, tf.constant(Float.MIN_NORMAL)));
  }

  /** The mean over the valid steps, [B, size]. */
  public Operand<TFloat32> mean() {
    Operand<TFloat32> counts =
        tf.math.maximum(tf.dtypes.cast(lengths, TFloat32.class), tf.constant(1f));
    return weightedSum(tf.math.div(mask, counts));
  }

  /** The maximum over the valid steps, [B, size]. */
  public Operand<TFloat32> max() {
    Operand<TFloat32> valid = tf.math.add(values, tf.expandDims(belowAll(mask), tf.constant(-1)));
    Operand<TFloat32> occupied = tf.expandDims(tf.reduceMax(mask, tf.constant(0)), tf.constant(-1));
    return tf.math.mul(tf.reduceMax(valid, tf.constant(0)), occupied);
  }

  /** 0 where a step is valid, elsewhere less than any value. */
  private Operand<TFloat32> belowAll(Operand<TFloat32> valid) {
    return tf.math.mul(tf.math.sub(valid, tf.constant(1f)), tf.constant(HUGE));
  }

  private Operand<TFloat32> weightedSum(Operand<TFloat32> weights) {
    return tf.reduceSum(
        tf.math.mul(values, tf.expandDims(weights, tf.constant(-1))), tf.constant(0));
  }
}
