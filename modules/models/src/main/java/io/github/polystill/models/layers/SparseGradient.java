package io.github.polystill.models.layers;

import java.util.List;
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
  /** Of AVX, for which TensorFlow's kernels are built. */
  private static final int FLOATS_OF_VECTOR = 8;

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
    Operand<TFloat32> product =
        tf.sparse.sparseTensorDenseMatMul(cells, values, shape, inFullVectors(dense, columns));
    return tf.slice(product, tf.array(0, 0), tf.array(-1, columns));
  }

  /**
   * A transposed dense matrix times this one.
   *
   * @param columns of the dense one
   * @return [columns, columns of this matrix]
   */
  Operand<TFloat32> timesFromLeft(Operand<TFloat32> dense, int columns) {
    Operand<TFloat32> transposed =
        tf.sparse.sparseTensorDenseMatMul(
            cells,
            values,
            shape,
            inFullVectors(dense, columns),
            SparseTensorDenseMatMul.adjointA(true));
    Operand<TFloat32> product = tf.linalg.transpose(transposed, tf.array(1, 0));
    return tf.slice(product, tf.array(0, 0), tf.array(columns, -1));
  }

  /**
   * With columns of zeros up to a full vector: numbers behind the last one are added one by one.
   */
  private Operand<TFloat32> inFullVectors(Operand<TFloat32> dense, int columns) {
    int missing = Math.floorMod(-columns, FLOATS_OF_VECTOR);
    return missing == 0
        ? dense
        : tf.pad(dense, tf.constant(new int[][] {{0, 0}, {0, missing}}), tf.constant(0f));
  }
}
