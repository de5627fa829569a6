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
 * @param positions which vector each row of the batch reads at each step, [T, B]; U where the row
 *     starts anew, if {@code restarts}
 * @param restarts whether rows start anew between steps
 * @param dimensions size of a vector
 * @param embedding where the vectors come from; without it they are the entry of the stage
 */
record TimeInputs(
    Operand<TFloat32> vectors,
    Operand<TFloat32> padding,
    Operand<TInt32> positions,
    boolean restarts,
    int dimensions,
    Optional<EmbeddingLookup> embedding) {

  /** The words of a batch of texts. */
  static TimeInputs ofTokens(Ops tf, DistinctTokens tokens, EmbeddingLookup embedding) {
    return new TimeInputs(
        embedding.vectors(),
        padding(tf, tokens),
        tf.linalg.transpose(byText(tf, tokens), tf.constant(new int[] {1, 0})),
        false,
        embedding.size(),
        Optional.of(embedding));
  }

  /**
   * The words of many short texts, in blocks of texts one after the other: what a step works on
   * then stays in the processor's cache. Step 0 of a block starts anew.
   *
   * @param blocks number of blocks, scalar; a divisor of the number of texts
   */
  static TimeInputs ofTokenBlocks(
      Ops tf, DistinctTokens tokens, EmbeddingLookup embedding, Operand<TInt32> blocks) {
    Operand<TInt32> minusOne = tf.constant(-1);
    Operand<TInt32> byBlock =
        tf.reshape(byText(tf, tokens), tf.stack(List.of(blocks, minusOne, tokens.width())));
    Operand<TInt32> byStep = tf.linalg.transpose(byBlock, tf.constant(new int[] {0, 2, 1}));
    Operand<TInt32> withRestarts =
        tf.pad(byStep, tf.constant(new int[][] {{0, 0}, {1, 0}, {0, 0}}), tf.size(tokens.ids()));
    Operand<TInt32> rows = tf.gather(tf.shape(byStep), tf.constant(2), tf.constant(0));
    return new TimeInputs(
        embedding.vectors(),
        padding(tf, tokens),
        tf.reshape(withRestarts, tf.stack(List.of(minusOne, rows))),
        true,
        embedding.size(),
        Optional.of(embedding));
  }

  private static Operand<TFloat32> padding(Ops tf, DistinctTokens tokens) {
    Operand<TFloat32> isPadding =
        tf.dtypes.cast(tf.math.equal(tokens.ids(), tf.constant(0)), TFloat32.class);
    return tf.expandDims(isPadding, tf.constant(1));
  }

  private static Operand<TInt32> byText(Ops tf, DistinctTokens tokens) {
    return tf.reshape(tokens.indexes(), tf.stack(List.of(tf.constant(-1), tokens.width())));
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
    Operand<TFloat32> zero = tf.constant(new float[1][dimensions]);
    Operand<TFloat32> withPadding = tf.concat(List.of(vectors, zero), tf.constant(0));
    scope.enter(withPadding);
    Operand<TInt32> count = tf.gather(tf.shape(vectors), tf.constant(0), tf.constant(0));
    Operand<TFloat32> padding =
        tf.concat(
            List.of(
                tf.fill(tf.stack(List.of(count, tf.constant(1))), tf.constant(0f)),
                tf.constant(new float[][] {{1}})),
            tf.constant(0));
    return new TimeInputs(withPadding, padding, positions, false, dimensions, Optional.empty());
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
   * The vectors with more columns, 1 and {@code padding}, so that the last rows of a projection's
   * weights are its bias and what it adds to padding: [U, dimensions + 2]. With restarts there are
   * a column more, 1 for restarts alone, and a row more, that of the restart.
   */
  Operand<TFloat32> augmented(Ops tf) {
    Operand<TFloat32> one = tf.onesLike(padding);
    if (!restarts) {
      return tf.concat(List.of(vectors, one, padding), tf.constant(1));
    }
    float[][] restart = new float[1][dimensions + 3];
    restart[0][dimensions + 2] = 1;
    Operand<TFloat32> words =
        tf.concat(List.of(vectors, one, padding, tf.zerosLike(padding)), tf.constant(1));
    return tf.concat(List.of(words, tf.constant(restart)), tf.constant(0));
  }
}
