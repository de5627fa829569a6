package io.github.polystill.models.layers;

import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.sparse.SparseTensorDenseMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * The gradient of a matrix that is zero but for some cells; values of a cell that occurs repeatedly
 * add up. Its products with dense matrices are sums of one row per value, in the order given.
 */
final class SparseGradient {
  /** The numbers behind a row's last full vector would be added one by one. */
  private static final int FLOATS_OF_CACHE_LINE = 16;

  private final Ops tf;
  private final Operand<TInt32> cells;
  private final Operand<TFloat32> values;
  private final Operand<TInt64> shape;

  /**
   * A gradient.
   *
   * @param cells row and column of each value, [N, 2]
   * @param values [N]
   * @param rows of the matrix, scalar
   */
  SparseGradient(
      Ops tf, Operand<TInt32> cells, Operand<TFloat32> values, Operand<TInt32> rows, int columns) {
    this.tf = tf;
    this.cells = cells;
    this.values = values;
    this.shape = tf.stack(List.of(tf.dtypes.cast(rows, TInt64.class), tf.constant((long) columns)));
  }

  /**
   * This matrix times a dense one.
   *
   * @param columns of the dense one
   */
  Operand<TFloat32> times(Operand<TFloat32> dense, int columns) {
    return inFullRows(
        dense, columns, wide -> tf.sparse.sparseTensorDenseMatMul(cells, values, shape, wide));
  }

  /**
   * This matrix, transposed, times a dense one.
   *
   * @param columns of the dense one
   */
  Operand<TFloat32> transposedTimes(Operand<TFloat32> dense, int columns) {
    return inFullRows(
        dense,
        columns,
        wide ->
            tf.sparse.sparseTensorDenseMatMul(
                cells, values, shape, wide, SparseTensorDenseMatMul.adjointA(true)));
  }

  /** The product with columns of zeros until a row fills its cache lines, without theirs. */
  private Operand<TFloat32> inFullRows(
      Operand<TFloat32> dense, int columns, UnaryOperator<Operand<TFloat32>> product) {
    int missing = Math.floorMod(-columns, FLOATS_OF_CACHE_LINE);
    if (missing == 0) {
      return product.apply(dense);
    }
    Operand<TFloat32> wide =
        tf.pad(dense, tf.constant(new int[][] {{0, 0}, {0, missing}}), tf.constant(0f));
    return tf.slice(product.apply(wide), tf.array(0, 0), tf.array(-1, columns));
  }
}
