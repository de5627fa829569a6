package io.github.polystill.models.layers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Unique;
import org.tensorflow.types.TInt32;

/**
 * The tokens of a batch, each distinct one once. Words recur within a batch, so that what depends
 * on the token alone is computed for a part of its positions.
 *
 * @param ids distinct token ids, [U]
 * @param indexes where in {@code ids} each token of the batch stands, flat, [B * width]
 * @param width tokens per row: the batch's own plus {@code extra} of padding
 * @param lengths true number of tokens of each text, [B]; padding (id 0) is trailing
 */
record DistinctTokens(
    Operand<TInt32> ids, Operand<TInt32> indexes, Operand<TInt32> width, Operand<TInt32> lengths) {

  /**
   * Reads a batch.
   *
   * @param tokens [B, T], padded with 0 behind the last token
   * @param extra columns of padding added on the right
   */
  static DistinctTokens of(Ops tf, Operand<TInt32> tokens, int extra) {
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> padded = tf.pad(tokens, tf.constant(new int[][] {{0, 0}, {0, extra}}), zero);
    Unique<TInt32, TInt32> unique =
        tf.unique(tf.reshape(padded, tf.array(-1)), tf.constant(new int[] {0}));
    Operand<TInt32> width = tf.gather(tf.shape(padded), tf.constant(1), zero);
    Operand<TInt32> position =
        tf.range(tf.constant(1), tf.math.add(width, tf.constant(1)), tf.constant(1));
    Operand<TInt32> occupied = tf.dtypes.cast(tf.math.notEqual(padded, zero), TInt32.class);
    Operand<TInt32> lengths = tf.reduceMax(tf.math.mul(occupied, position), tf.constant(1));
    return new DistinctTokens(unique.y(), unique.idx(), width, lengths);
  }
}
