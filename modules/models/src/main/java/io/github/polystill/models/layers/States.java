package io.github.polystill.models.layers;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * States of a recurrent layer and what sums them up into one vector per row. Padding takes part in
 * nothing; a row without words gives zeros.
 *
 * @param values [T, B, size]
 * @param lengths valid steps of each row, [B]
 * @param size columns
 */
public record States(Operand<TFloat32> values, Operand<TInt32> lengths, int size) {
  private static final float HUGE = 1e9f;

  /**
   * Attention with a learned context vector (Yang et al. 2016, eq. 5 to 7): {@code u_t = tanh(h_t W
   * + b); a = softmax over t of u_t c; sum_t a_t h_t}.
   *
   * @param units size of u_t and c
   * @return [B, size]
   */
  public Operand<TFloat32> attention(LayerScope scope, String name, int units) {
    Ops tf = scope.tf();
    Operand<TFloat32> weights =
        scope.dense(
            name + ".weights", Shape.of(size, units), Initializer.glorotUniform(size, units));
    Operand<TFloat32> bias = scope.dense(name + ".bias", Shape.of(units), Initializer.ZEROS);
    Operand<TFloat32> context =
        scope.dense(name + ".context", Shape.of(units), Initializer.glorotUniform(units, 1));
    Operand<TFloat32> flat = tf.reshape(values, tf.constant(new int[] {-1, size}));
    Operand<TFloat32> u = tf.math.tanh(tf.math.add(tf.linalg.matMul(flat, weights), bias));
    Operand<TFloat32> scores =
        tf.reshape(
            tf.linalg.matMul(u, tf.reshape(context, tf.constant(new int[] {units, 1}))),
            tf.shape(mask(tf)));
    Operand<TFloat32> shares = softmax(tf, scores);
    return weightedSum(tf, shares);
  }

  /** Softmax over the valid steps, [T, B]; zeros where there are none. */
  private Operand<TFloat32> softmax(Ops tf, Operand<TFloat32> scores) {
    Operand<TFloat32> mask = mask(tf);
    Operand<TInt32> time = tf.constant(0);
    Operand<TFloat32> valid =
        tf.math.add(scores, tf.math.mul(tf.math.sub(mask, tf.constant(1f)), tf.constant(HUGE)));
    Operand<TFloat32> largest = tf.reduceMax(valid, time, ReduceMax.keepDims(true));
    Operand<TFloat32> powers =
        tf.math.mul(tf.math.exp(tf.math.sub(valid, tf.stopGradient(largest))), mask);
    Operand<TFloat32> sum = tf.reduceSum(powers, time, ReduceSum.keepDims(true));
    return tf.math.div(powers, tf.math.maximum(sum, tf.constant(Float.MIN_NORMAL)));
  }

  /** The mean over the valid steps, [B, size]. */
  public Operand<TFloat32> mean(Ops tf) {
    Operand<TFloat32> counts =
        tf.math.maximum(tf.dtypes.cast(lengths, TFloat32.class), tf.constant(1f));
    return weightedSum(tf, tf.math.div(mask(tf), counts));
  }

  /** The maximum over the valid steps, [B, size]. */
  public Operand<TFloat32> max(Ops tf) {
    Operand<TFloat32> mask = tf.expandDims(mask(tf), tf.constant(2));
    Operand<TFloat32> valid =
        tf.math.add(values, tf.math.mul(tf.math.sub(mask, tf.constant(1f)), tf.constant(HUGE)));
    Operand<TFloat32> largest = tf.reduceMax(valid, tf.constant(0));
    Operand<TFloat32> occupied =
        tf.expandDims(
            tf.math.minimum(tf.dtypes.cast(lengths, TFloat32.class), tf.constant(1f)),
            tf.constant(1));
    return tf.math.mul(largest, occupied);
  }

  private Operand<TFloat32> weightedSum(Ops tf, Operand<TFloat32> weights) {
    return tf.reduceSum(
        tf.math.mul(values, tf.expandDims(weights, tf.constant(2))), tf.constant(0));
  }

  /** 1 where a step is valid, else 0, [T, B]. */
  private Operand<TFloat32> mask(Ops tf) {
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> steps = tf.gather(tf.shape(values), zero, zero);
    Operand<TInt32> time = tf.expandDims(tf.range(zero, steps, tf.constant(1)), tf.constant(1));
    return tf.dtypes.cast(tf.math.less(time, tf.expandDims(lengths, zero)), TFloat32.class);
  }
}
