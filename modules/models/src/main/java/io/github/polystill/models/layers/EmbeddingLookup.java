package io.github.polystill.models.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Vectors of the distinct tokens of a batch, channels side by side. Padding reads as zeros whatever
 * its row holds, so it neither contributes nor learns.
 */
final class EmbeddingLookup {
  private final Ops tf;
  private final int dimensions;
  private final int tableWords;
  private final int size;
  private final Operand<TInt32> ids;
  private final Operand<TFloat32> isWord;
  private final Operand<TFloat32> vectors;
  private final Optional<Parameter> fineTuned;

  EmbeddingLookup(
      LayerScope scope,
      EmbeddingTableShape shape,
      EmbeddingChannels channels,
      Operand<TInt32> ids) {
    this.tf = scope.tf();
    this.dimensions = shape.dimensions();
    this.tableWords = shape.words();
    this.size = dimensions * channels.count();
    this.ids = ids;
    this.isWord =
        tf.expandDims(
            tf.dtypes.cast(tf.math.notEqual(ids, tf.constant(0)), TFloat32.class), tf.constant(1));
    Shape tableShape = Shape.of(shape.words(), dimensions);
    List<Operand<TFloat32>> read = new ArrayList<>();
    if (channels.frozen()) {
      Operand<TFloat32> frozen =
          rows(
              scope.parameter(
                  LayerScope.FROZEN_TABLE,
                  tableShape,
                  Parameter.Role.FROZEN_TABLE,
                  Initializer.ZEROS),
              0);
      boolean besideExperts = scope.isStacked() && channels.fineTuned();
      read.add(
          besideExperts
              ? tf.broadcastTo(frozen, scope.shape(tf.size(ids), tf.constant(dimensions)))
              : frozen);
    }
    this.fineTuned =
        channels.fineTuned()
            ? Optional.of(
                scope.parameter(
                    LayerScope.FINE_TUNED_TABLE,
                    tableShape,
                    Parameter.Role.FINE_TUNED_TABLE,
                    Initializer.ZEROS))
            : Optional.empty();
    fineTuned.ifPresent(table -> read.add(rows(table, scope.isStacked() ? 1 : 0)));
    Operand<TFloat32> joined = read.size() == 1 ? read.get(0) : tf.concat(read, tf.constant(-1));
    this.vectors = tf.math.mul(joined, isWord);
  }

  private Operand<TFloat32> rows(Parameter table, int axis) {
    return table.rows(tf, ids, axis);
  }

  /**
   * [U, channels * dimensions], the fine-tuned channel last; with experts [experts, U, ..] if one
   * is fine-tuned.
   */
  Operand<TFloat32> vectors() {
    return vectors;
  }

  /** The distinct tokens, [U]. */
  Operand<TInt32> ids() {
    return ids;
  }

  /** Number of words of the vocabulary. */
  int tableWords() {
    return tableWords;
  }

  /** Columns of {@link #vectors()}. */
  int size() {
    return size;
  }

  /** First column that training changes; {@link #size()} if none does. */
  int trainedFrom() {
    return fineTuned.isPresent() ? size - dimensions : size;
  }

  /** The table that training changes, if the channels have one. */
  Optional<Parameter> fineTunedTable() {
    return fineTuned;
  }

  /**
   * The gradient of the fine-tuned table from that of its vectors.
   *
   * @param gradient [U, dimensions]
   */
  GradientPart.RowGradient rowGradient(Operand<TFloat32> gradient) {
    return new GradientPart.RowGradient(ids, tf.math.mul(gradient, isWord));
  }
}
