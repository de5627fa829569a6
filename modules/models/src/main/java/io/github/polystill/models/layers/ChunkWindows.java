package io.github.polystill.models.layers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * Where the windows of one width start, chunk by chunk, as positions in the flat batch of {@link
 * DistinctTokens#indexes()}.
 *
 * @param first first window of each chunk, [B, chunks, 1]
 * @param last last window of each chunk, [B, chunks, 1]
 * @param longest windows of the longest chunk
 * @param all the windows of each chunk, [B, chunks, longest]; behind its end a chunk repeats its
 *     last window, which changes no maximum
 */
record ChunkWindows(
    Operand<TInt32> first, Operand<TInt32> last, Operand<TInt32> longest, Operand<TInt32> all) {

  /**
   * The windows of all texts: m = max(n - width + 1, 1) of a text of n tokens, of which chunk c has
   * those from floor(c m / chunks) to ceil((c + 1) m / chunks) exclusive.
   */
  static ChunkWindows of(Ops tf, DistinctTokens tokens, int width, int chunks) {
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> p = tf.constant(chunks);
    Operand<TInt32> windows =
        tf.expandDims(
            tf.math.maximum(tf.math.sub(tokens.lengths(), tf.constant(width - 1)), one), one);
    Operand<TInt32> chunk = tf.range(tf.constant(0), p, one);
    Operand<TInt32> start = tf.math.floorDiv(tf.math.mul(windows, chunk), p);
    Operand<TInt32> end =
        tf.math.floorDiv(
            tf.math.add(tf.math.mul(windows, tf.math.add(chunk, one)), tf.constant(chunks - 1)), p);
    Operand<TInt32> longest = tf.reduceMax(tf.math.sub(end, start), tf.array(0, 1));
    Operand<TInt32> texts = tf.range(tf.constant(0), tf.size(tokens.lengths()), one);
    Operand<TInt32> textStart = tf.expandDims(tf.math.mul(texts, tokens.width()), one);
    Operand<TInt32> first = tf.expandDims(tf.math.add(start, textStart), tf.constant(2));
    Operand<TInt32> last =
        tf.expandDims(tf.math.sub(tf.math.add(end, textStart), one), tf.constant(2));
    Operand<TInt32> all =
        tf.math.minimum(tf.math.add(first, tf.range(tf.constant(0), longest, one)), last);
    return new ChunkWindows(first, last, longest, all);
  }
}
