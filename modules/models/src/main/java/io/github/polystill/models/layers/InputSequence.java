package io.github.polystill.models.layers;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What the recurrent layers of a network read: for each row of a batch a sequence of words, or of
 * vectors that an earlier layer gave. Distinct vectors are there once, with the steps at which they
 * stand, so that the input projection is computed once for each.
 *
 * @param vectors [U, dimensions], with experts of their own [experts, U, dimensions]
 * @param padding 1 where a vector stands for no input, else 0, [U, 1]
 * @param positions which vector each row of the batch reads at each step, [T, B]
 * @param lengths steps of each row, [B]
 * @param words where the vectors come from; without them they are the entry of the stage
 * @param ofExperts whether each expert has vectors of its own
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record InputSequence(
    LayerScope scope,
    Operand<TFloat32> vectors,
    Operand<TFloat32> padding,
    Operand<TInt32> positions,
    Operand<TInt32> lengths,
    int dimensions,
    Optional<EmbeddedTokens> words,
    boolean ofExperts) {
  /**
   * Embedded words.
   *
   * @param tokens [B, T] token ids, padded with 0 behind the last token
   */
  public static InputSequence ofTokens(
      LayerScope scope,
      Operand<TInt32> tokens,
      EmbeddingTableShape table,
      EmbeddingChannels channels) {
    Ops tf = scope.tf();
    EmbeddedTokens words = EmbeddedTokens.of(scope, tokens, 0, table, channels);
    Operand<TFloat32> isPadding =
        tf.dtypes.cast(tf.math.equal(words.ids(), tf.constant(0)), TFloat32.class);
    Operand<TInt32> byText =
        tf.reshape(words.indexes(), tf.stack(List.of(tf.constant(-1), words.width())));
    return new InputSequence(
        scope,
        words.vectors(),
        tf.expandDims(isPadding, tf.constant(1)),
        tf.linalg.transpose(byText, tf.array(1, 0)),
        words.lengths(),
        words.size(),
        Optional.of(words),
        scope.isStacked() && words.fineTunedTable().isPresent());
  }

  /**
   * Results of an earlier layer, from which a new stage of the network starts.
   *
   * @param vectors [U, dimensions]; a zero vector is added as padding, which has position U
   * @param positions [T, B]
   * @param lengths steps of each row, [B]
   */
  static InputSequence ofVectors(
      LayerScope scope,
      Operand<TFloat32> vectors,
      int dimensions,
      Operand<TInt32> positions,
      Operand<TInt32> lengths) {
    Ops tf = scope.tf();
    boolean stacked = scope.isStacked();
    Operand<TFloat32> zero =
        stacked
            ? tf.constant(new float[scope.experts().getAsInt()][1][dimensions])
            : tf.constant(new float[1][dimensions]);
    int axis = stacked ? 1 : 0;
    Operand<TFloat32> withPadding = tf.concat(List.of(vectors, zero), tf.constant(axis));
    scope.enter(withPadding);
    Operand<TFloat32> noPadding =
        tf.fill(tf.stack(List.of(scope.sizeOf(vectors, axis), tf.constant(1))), tf.constant(0f));
    Operand<TFloat32> padding =
        tf.concat(List.of(noPadding, tf.constant(new float[][] {{1}})), tf.constant(0));
    return new InputSequence(
        scope, withPadding, padding, positions, lengths, dimensions, Optional.empty(), stacked);
  }

  /** First dimension whose gradient is wanted; {@code dimensions} if none is. */
  int trainedFrom() {
    return words.map(EmbeddedTokens::trainedFrom).orElse(0);
  }

  /** Number of steps, scalar. */
  Operand<TInt32> steps() {
    return scope.sizeOf(positions, 0);
  }

  /** Number of rows of the batch, scalar. */
  Operand<TInt32> rows() {
    return scope.sizeOf(positions, 1);
  }

  /**
   * The vectors with two more columns, 1 and {@code padding}, [U, dimensions + 2]: the last rows of
   * a projection's weights are then its bias and what it adds to padding.
   */
  Operand<TFloat32> augmented() {
    Ops tf = scope.tf();
    if (!ofExperts) {
      return tf.concat(List.of(vectors, tf.onesLike(padding), padding), tf.constant(1));
    }
    Operand<TFloat32> marks = tf.concat(List.of(tf.onesLike(padding), padding), tf.constant(1));
    Operand<TInt32> shape = scope.shape(scope.sizeOf(padding, 0), tf.constant(2));
    return tf.concat(List.of(vectors, tf.broadcastTo(marks, shape)), tf.constant(2));
  }

  /** The states of a GRU, [T, B, units]; of two, [T, B, 2 units], where it is bidirectional. */
  public States gru(String name, int units, boolean bidirectional) {
    return new States(
        scope, RecurrentLayer.grus(scope, name, this, units, bidirectional), lengths, units);
  }

  /** The outputs of an LSTM, or of two, likewise. */
  public States lstm(String name, int units, boolean bidirectional) {
    return new States(
        scope, RecurrentLayer.lstms(scope, name, this, units, bidirectional), lengths, units);
  }
}
