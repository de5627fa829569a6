package io.github.polystill.models.layers;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Which steps of a recurrent layer belong to which text. Texts are read side by side, or in blocks
 * one after the other, each of which begins with a step that reads nothing.
 *
 * @param lengths words of each text, [N]; in blocks, of texts of no words that fill the last block
 *     too
 * @param blocks number of blocks, scalar, where there are blocks
 * @param texts number of texts without those that fill the last block
 */
record StepLayout(
    Operand<TInt32> lengths, Optional<Operand<TInt32>> blocks, Optional<Operand<TInt32>> texts) {

  static StepLayout ofBatch(Operand<TInt32> lengths) {
    return new StepLayout(lengths, Optional.empty(), Optional.empty());
  }

  static StepLayout inBlocks(
      Operand<TInt32> lengths, Operand<TInt32> blocks, Operand<TInt32> texts) {
    return new StepLayout(lengths, Optional.of(blocks), Optional.of(texts));
  }

  /**
   * Separates the blocks.
   *
   * @param values [K T, R, size]
   * @return [K, T, R, size]
   */
  Operand<TFloat32> byBlock(Ops tf, Operand<TFloat32> values, int size) {
    Operand<TInt32> rows = tf.gather(tf.shape(values), tf.constant(1), tf.constant(0));
    return tf.reshape(
        values, tf.stack(List.of(blockCount(tf), tf.constant(-1), rows, tf.constant(size))));
  }

  /**
   * Joins what is one row per text.
   *
   * @param rows [K, R, size]
   * @return [texts, size]
   */
  Operand<TFloat32> byText(Ops tf, Operand<TFloat32> rows, int size) {
    Operand<TFloat32> all = tf.reshape(rows, tf.constant(new int[] {-1, size}));
    return texts
        .map(
            count ->
                (Operand<TFloat32>)
                    tf.slice(
                        all, tf.constant(new int[2]), tf.stack(List.of(count, tf.constant(-1)))))
        .orElse(all);
  }

  /**
   * 1 where a step reads a word of a text, else 0, [K, T, R].
   *
   * @param steps T, scalar
   */
  Operand<TFloat32> mask(Ops tf, Operand<TInt32> steps) {
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> first = tf.constant(blocks.isPresent() ? -1 : 0);
    Operand<TInt32> word =
        tf.reshape(
            tf.range(first, tf.math.add(first, steps), one), tf.constant(new int[] {1, -1, 1}));
    Operand<TInt32> end = tf.expandDims(lengthsByBlock(tf), one);
    return tf.math.mul(
        tf.dtypes.cast(tf.math.less(word, end), TFloat32.class),
        tf.dtypes.cast(tf.math.greaterEqual(word, tf.constant(0)), TFloat32.class));
  }

  /** [K, R]. */
  Operand<TInt32> lengthsByBlock(Ops tf) {
    return tf.reshape(lengths, tf.stack(List.of(blockCount(tf), tf.constant(-1))));
  }

  private Operand<TInt32> blockCount(Ops tf) {
    return blocks.orElseGet(() -> tf.constant(1));
  }
}
