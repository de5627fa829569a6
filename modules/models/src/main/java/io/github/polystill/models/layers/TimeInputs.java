package io.github.polystill.models.layers;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What a recurrent layer reads: distinct input vectors and which of them stands at which step, so
 * that the input projection is computed once per distinct vector.
 *
 * @param vectors [U, dimensions]
 * @param padding 1 where a vector stands for no input, else 0, [U, 1]
 * @param positions which vector each row of the batch reads at each step, [T, B]
 * @param dimensions size of a vector
 * @param embedding where the vectors come from; without it they are the entry of the stage
 * @param expertVectors whether the vectors are [experts, U, dimensions]
 */
record TimeInputs(
    Operand<TFloat32> vectors,
    Operand<TFloat32> padding,
    Operand<TInt32> positions,
    int dimensions,
    Optional<EmbeddingLookup> embedding,
    boolean expertVectors) {

  /** The words of a batch of texts. */
  static TimeInputs ofTokens(LayerScope scope, DistinctTokens tokens, EmbeddingLookup embedding) {
    Ops tf = scope.tf();
    Operand<TFloat32> isPadding =
        tf.dtypes.cast(tf.math.equal(tokens.ids(), tf.constant(0)), TFloat32.class);
    Operand<TInt32> byText =
        tf.reshape(tokens.indexes(), tf.stack(List.of(tf.constant(-1), tokens.width())));
    return new TimeInputs(
        embedding.vectors(),
        tf.expandDims(isPadding, tf.constant(1)),
        tf.linalg.transpose(byText, tf.constant(new int[] {1, 0})),
        embedding.size(),
        Optional.of(embedding),
        scope.isStacked() && embedding.fineTunedTable().isPresent());
  }

  /**
   * Results of an earlier layer, from which a new stage of the network starts.
   *
   * @param vectors [U, dimensions]; a zero vector is added as padding, which has position U
   * @param positions [T, B]
   */
  static TimeInputs ofVectors(
      LayerScope scope, Operand<TFloat32> vectors, Operand<TInt32> positions, int dimensions) {
    Ops tf = scope.tf();
    boolean stacked = scope.isStacked();
    Operand<TFloat32> zero =
        stacked
            ? tf.constant(new float[scope.experts().getAsInt()][1][dimensions])
            : tf.constant(new float[1][dimensions]);
    Operand<TInt32> ofVectors = tf.constant(stacked ? 1 : 0);
    Operand<TFloat32> withPadding = tf.concat(List.of(vectors, zero), ofVectors);
    scope.enter(withPadding);
    Operand<TInt32> count = tf.gather(tf.shape(vectors), ofVectors, tf.constant(0));
    Operand<TFloat32> padding =
        tf.concat(
            List.of(
                tf.fill(tf.stack(List.of(count, tf.constant(1))), tf.constant(0f)),
                tf.constant(new float[][] {{1}})),
            tf.constant(0));
    return new TimeInputs(withPadding, padding, positions, dimensions, Optional.empty(), stacked);
  }

  /** First dimension whose gradient is wanted; {@code dimensions} if none is. */
  int trainedFrom() {
    return embedding.map(EmbeddingLookup::trainedFrom).orElse(0);
  }

  /** Number of steps, scalar. */
  Operand<TInt32> steps(Ops tf) {
    return tf.gather(tf.shape(positions), tf.constant(0), tf.constant(0));
  }

  /** Number of rows of the batch, scalar. */
  Operand<TInt32> rows(Ops tf) {
    return tf.gather(tf.shape(positions), tf.constant(1), tf.constant(0));
  }

  /**
   * The vectors with two more columns, 1 and {@code padding}, [U, dimensions + 2]: the last rows of
   * a projection's weights are then its bias and what it adds to padding.
   */
  Operand<TFloat32> augmented(LayerScope scope) {
    Ops tf = scope.tf();
    if (!expertVectors) {
      return tf.concat(List.of(vectors, tf.onesLike(padding), padding), tf.constant(1));
    }
    Operand<TFloat32> marks = tf.concat(List.of(tf.onesLike(padding), padding), tf.constant(1));
    Operand<TInt32> distinct = tf.gather(tf.shape(padding), tf.constant(0), tf.constant(0));
    return tf.concat(
        List.of(vectors, tf.broadcastTo(marks, scope.shape(distinct, tf.constant(2)))),
        tf.constant(2));
  }
}
