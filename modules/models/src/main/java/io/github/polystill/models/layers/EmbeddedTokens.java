package io.github.polystill.models.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Unique;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The tokens of a batch, each distinct one once, and their vectors, channels side by side. Words
 * recur within a batch, so that what depends on the token alone is computed for a part of its
 * positions. Padding reads as zeros whatever its row of the table holds, so it neither contributes
 * nor learns.
 *
 * @param ids distinct token ids, [U]
 * @param indexes where in {@code ids} each token of the batch stands, flat, [B * width]
 * @param width tokens per row
 * @param lengths true number of tokens of each text, [B]; padding (id 0) is trailing
 * @param isWord 0 for padding, else 1, [U, 1]
 * @param vectors [U, size], the fine-tuned channel last; with experts [experts, U, ..] if one is
 *     fine-tuned
 * @param size of a vector, all channels together
 * @param table size of the embedding tables
 * @param fineTunedTable the table that training changes, if the channels have one
 */
record EmbeddedTokens(
    Operand<TInt32> ids,
    Operand<TInt32> indexes,
    Operand<TInt32> width,
    Operand<TInt32> lengths,
    Operand<TFloat32> isWord,
    Operand<TFloat32> vectors,
    int size,
    EmbeddingTableShape table,
    Optional<Parameter> fineTunedTable) {
  /**
   * Reads a batch.
   *
   * @param tokens [B, T], padded with 0 behind the last token
   * @param extra columns of padding added on the right
   */
  static EmbeddedTokens of(
      LayerScope scope,
      Operand<TInt32> tokens,
      int extra,
      EmbeddingTableShape table,
      EmbeddingChannels channels) {
    Ops tf = scope.tf();
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> padded = tf.pad(tokens, tf.constant(new int[][] {{0, 0}, {0, extra}}), zero);
    Unique<TInt32, TInt32> unique = tf.unique(tf.reshape(padded, tf.array(-1)), tf.array(0));
    Operand<TInt32> ids = unique.y();
    Operand<TInt32> width = scope.sizeOf(padded, 1);
    Operand<TInt32> position =
        tf.range(tf.constant(1), tf.math.add(width, tf.constant(1)), tf.constant(1));
    Operand<TInt32> occupied = tf.dtypes.cast(tf.math.notEqual(padded, zero), TInt32.class);
    Operand<TInt32> lengths = tf.reduceMax(tf.math.mul(occupied, position), tf.constant(1));
    Operand<TFloat32> isWord =
        tf.expandDims(tf.dtypes.cast(tf.math.notEqual(ids, zero), TFloat32.class), tf.constant(1));
    List<Operand<TFloat32>> read = new ArrayList<>();
    if (channels.frozen()) {
      Parameter frozen = table(scope, LayerScope.FROZEN_TABLE, Parameter.Role.FROZEN_TABLE, table);
      Operand<TFloat32> rows = frozen.rows(tf, ids, 0);
      boolean besideExperts = scope.isStacked() && channels.fineTuned();
      read.add(
          besideExperts
              ? tf.broadcastTo(rows, scope.shape(tf.size(ids), tf.constant(table.dimensions())))
              : rows);
    }
    Optional<Parameter> fineTuned =
        channels.fineTuned()
            ? Optional.of(
                table(scope, LayerScope.FINE_TUNED_TABLE, Parameter.Role.FINE_TUNED_TABLE, table))
            : Optional.empty();
    fineTuned.ifPresent(own -> read.add(own.rows(tf, ids, scope.isStacked() ? 1 : 0)));
    Operand<TFloat32> joined = read.size() == 1 ? read.get(0) : tf.concat(read, tf.constant(-1));
    return new EmbeddedTokens(
        ids,
        unique.idx(),
        width,
        lengths,
        isWord,
        tf.math.mul(joined, isWord),
        table.dimensions() * channels.count(),
        table,
        fineTuned);
  }

  private static Parameter table(
      LayerScope scope, String name, Parameter.Role role, EmbeddingTableShape table) {
    Shape shape = Shape.of(table.words(), table.dimensions());
    return scope.parameter(name, shape, role, Initializer.ZEROS);
  }

  /** First column of the vectors that training changes; {@link #size()} if none does. */
  int trainedFrom() {
    return fineTunedTable.isPresent() ? size - table.dimensions() : size;
  }

  /**
   * The gradient of the fine-tuned table from that of its vectors.
   *
   * @param gradient [U, dimensions]
   */
  GradientPart.RowGradient rowGradient(Ops tf, Operand<TFloat32> gradient) {
    return new GradientPart.RowGradient(ids, tf.math.mul(gradient, isWord));
  }
}
