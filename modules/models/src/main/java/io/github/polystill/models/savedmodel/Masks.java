package io.github.polystill.models.savedmodel;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Slice;
import org.tensorflow.op.math.Cumsum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Masks of zeros and ones in a graph, and what else a walk over a sequence needs. */
final class Masks {
  private final Ops tf;
  private final Operand<TInt32> zero;
  private final Operand<TInt32> one;

  Masks(Ops tf) {
    this.tf = tf;
    this.zero = tf.constant(0);
    this.one = tf.constant(1);
  }

  Operand<TInt32> of(Operand<TBool> condition) {
    return tf.dtypes.cast(condition, TInt32.class);
  }

  <T extends TType> Operand<TInt32> equal(Operand<T> values, Operand<T> value) {
    return of(tf.math.equal(values, value));
  }

  Operand<TInt32> equal(Operand<TInt32> values, int value) {
    return equal(values, tf.constant(value));
  }

  Operand<TInt32> atLeast(Operand<TInt32> values, int value) {
    return of(tf.math.greaterEqual(values, tf.constant(value)));
  }

  Operand<TInt32> not(Operand<TInt32> mask) {
    return tf.math.sub(one, mask);
  }

  Operand<TInt32> and(Operand<TInt32> a, Operand<TInt32> b) {
    return tf.math.mul(a, b);
  }

  @SafeVarargs
  final Operand<TInt32> or(Operand<TInt32> first, Operand<TInt32>... others) {
    Operand<TInt32> any = first;
    for (Operand<TInt32> other : others) {
      any = tf.math.maximum(any, other);
    }
    return any;
  }

  /** 0, 1, 2, .. one for each element of a vector. */
  Operand<TInt32> indexes(Operand<?> vector) {
    return tf.range(zero, tf.size(vector), one);
  }

  /** Where the ones of a vector are. */
  Operand<TInt32> where(Operand<TInt32> mask) {
    return tf.reshape(
        tf.dtypes.cast(tf.where(tf.math.greater(mask, zero)), TInt32.class), tf.array(-1));
  }

  /**
   * For each place of a vector the index of the last one there or before; 0 where there is none.
   */
  Operand<TInt32> last(Operand<TInt32> mask) {
    return at(tf.concat(List.of(tf.array(0), where(mask)), zero), tf.math.cumsum(mask, zero));
  }

  /** How many ones stand before each place of a vector or there. */
  Operand<TInt32> through(Operand<TInt32> mask) {
    return tf.math.cumsum(mask, zero);
  }

  /** How many ones stand before each place of a vector. */
  Operand<TInt32> before(Operand<TInt32> mask) {
    return tf.math.cumsum(mask, zero, Cumsum.exclusive(true));
  }

  <T extends TType> Operand<T> at(Operand<T> vector, Operand<TInt32> indexes) {
    return tf.gather(vector, indexes, zero);
  }

  /** For each value the index of the last of some ascending starts that does not exceed it. */
  Operand<TInt32> lastStart(Operand<TInt32> starts, Operand<TInt32> values) {
    Operand<TInt32> behind =
        tf.reshape(
            tf.upperBound(tf.expandDims(starts, zero), tf.expandDims(values, zero)), tf.array(-1));
    return tf.math.sub(behind, one);
  }

  /**
   * For each element of ragged rows the row that it belongs to.
   *
   * @param splits where each row begins, and at last where they end
   */
  Operand<TInt32> rowOf(Operand<TInt32> splits, Operand<?> elements) {
    return lastStart(splits, indexes(elements));
  }

  /** All elements of a vector but the first. */
  Slice<TInt32> withoutFirst(Operand<TInt32> vector) {
    return tf.slice(vector, tf.array(1), tf.array(-1));
  }

  /** All elements of a vector but the last. */
  Operand<TInt32> withoutLast(Operand<TInt32> vector) {
    Operand<TInt32> size = tf.math.sub(tf.size(vector), one);
    return tf.slice(vector, tf.array(0), tf.expandDims(size, zero));
  }

  /** Size of a dimension, scalar. */
  Operand<TInt32> dimension(Operand<?> tensor, int axis) {
    return tf.gather(tf.shape(tensor), tf.constant(axis), zero);
  }
}
