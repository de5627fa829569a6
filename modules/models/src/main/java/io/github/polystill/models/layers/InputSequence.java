package io.github.polystill.models.layers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What the recurrent layers of a network read: for each row of a batch a sequence of words, or of
 * vectors that an earlier layer gave.
 */
public final class InputSequence {
  /** So few that what a step of a few hundred units works on fits into a core's own cache. */
  private static final int ROWS_PER_BLOCK = 96;

  private final LayerScope scope;
  private final Ops tf;
  private final TimeInputs inputs;
  private final StepLayout layout;

  private InputSequence(LayerScope scope, TimeInputs inputs, StepLayout layout) {
    this.scope = scope;
    this.tf = scope.tf();
    this.inputs = inputs;
    this.layout = layout;
  }

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
    DistinctTokens distinct = DistinctTokens.of(scope.tf(), tokens, 0);
    EmbeddingLookup embedding = new EmbeddingLookup(scope, table, channels, distinct.ids());
    return new InputSequence(
        scope,
        TimeInputs.ofTokens(scope.tf(), distinct, embedding),
        StepLayout.ofBatch(distinct.lengths()));
  }

  /**
   * Embedded words of many short texts, such as sentences.
   *
   * @param tokens [N, T] token ids, padded with 0 behind the last token
   */
  static InputSequence ofShortTexts(
      LayerScope scope,
      Operand<TInt32> tokens,
      EmbeddingTableShape table,
      EmbeddingChannels channels) {
    Ops tf = scope.tf();
    Operand<TInt32> count = tf.gather(tf.shape(tokens), tf.constant(0), tf.constant(0));
    Operand<TInt32> blocks =
        tf.math.maximum(ceilDiv(tf, count, tf.constant(ROWS_PER_BLOCK)), tf.constant(1));
    Operand<TInt32> rows = tf.math.mul(ceilDiv(tf, count, blocks), blocks);
    Operand<TInt32> none = tf.constant(0);
    Operand<TInt32> missing =
        tf.stack(
            List.of(
                tf.stack(List.of(none, tf.math.sub(rows, count))), tf.stack(List.of(none, none))));
    DistinctTokens distinct = DistinctTokens.of(tf, tf.pad(tokens, missing, none), 0);
    EmbeddingLookup embedding = new EmbeddingLookup(scope, table, channels, distinct.ids());
    return new InputSequence(
        scope,
        TimeInputs.ofTokenBlocks(tf, distinct, embedding, blocks),
        StepLayout.inBlocks(distinct.lengths(), blocks, count));
  }

  private static Operand<TInt32> ceilDiv(Ops tf, Operand<TInt32> value, Operand<TInt32> divisor) {
    return tf.math.neg(tf.math.floorDiv(tf.math.neg(value), divisor));
  }

  /**
   * Results of an earlier layer, from which a new stage of the network starts.
   *
   * @param vectors [U, dimensions]
   * @param positions which vector each row reads at each step, [T, B]; U on padding
   * @param lengths steps of each row, [B]
   */
  static InputSequence ofVectors(
      LayerScope scope,
      Operand<TFloat32> vectors,
      int dimensions,
      Operand<TInt32> positions,
      Operand<TInt32> lengths) {
    return new InputSequence(
        scope,
        TimeInputs.ofVectors(scope, vectors, positions, dimensions),
        StepLayout.ofBatch(lengths));
  }

  /** The states of a GRU, [T, B, units]; of two, [T, B, 2 units], where it is bidirectional. */
  public States gru(String name, int units, boolean bidirectional) {
    return bidirectional
        ? new States(
            tf, RecurrentLayer.bidirectionalGru(scope, name, inputs, units), layout, 2 * units)
        : new States(tf, RecurrentLayer.gru(scope, name, inputs, units), layout, units);
  }

  /** The output of an LSTM after each text's last word, [B, units]; zero for an empty text. */
  public Operand<TFloat32> lstmLast(String name, int units) {
    Operand<TFloat32> outputs = RecurrentLayer.lstm(scope, name, inputs, units);
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> zero = tf.constant(0);
    // An empty text has a step of padding, which leaves the output zero.
    Operand<TInt32> last = tf.math.maximum(tf.math.sub(layout.lengths(), one), zero);
    Operand<TInt32> text = tf.range(zero, inputs.rows(tf), one);
    return tf.gatherNd(outputs, tf.stack(List.of(last, text), Stack.axis(1L)));
  }
}
