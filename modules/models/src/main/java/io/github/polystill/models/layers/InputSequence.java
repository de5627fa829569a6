package io.github.polystill.models.layers;

import java.util.Arrays;
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
  private final LayerScope scope;
  private final Ops tf;
  private final TimeInputs inputs;
  private final Operand<TInt32> lengths;

  private InputSequence(LayerScope scope, TimeInputs inputs, Operand<TInt32> lengths) {
    this.scope = scope;
    this.tf = scope.tf();
    this.inputs = inputs;
    this.lengths = lengths;
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
        scope, TimeInputs.ofTokens(scope, distinct, embedding), distinct.lengths());
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
        scope, TimeInputs.ofVectors(scope, vectors, positions, dimensions), lengths);
  }

  /** The states of a GRU, [T, B, units]; of two, [T, B, 2 units], where it is bidirectional. */
  public States gru(String name, int units, boolean bidirectional) {
    return new States(
        scope, RecurrentLayer.grus(scope, name, inputs, units, bidirectional), lengths, units);
  }

  /** The output of an LSTM after each text's last word, [B, units]; zero for an empty text. */
  public Operand<TFloat32> lstmLast(String name, int units) {
    Operand<TFloat32> outputs = RecurrentLayer.lstm(scope, name, inputs, units);
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> zero = tf.constant(0);
    // An empty text has a step of padding, which leaves the output zero.
    Operand<TInt32> last = tf.math.maximum(tf.math.sub(lengths, one), zero);
    Operand<TInt32> text = tf.range(zero, inputs.rows(tf), one);
    if (!scope.isStacked()) {
      return tf.gatherNd(outputs, tf.stack(List.of(last, text), Stack.axis(1L)));
    }
    Operand<TInt32> shape = scope.shape(inputs.rows(tf));
    int[][] numbers = new int[scope.experts().getAsInt()][1];
    Arrays.setAll(numbers, expert -> new int[] {expert});
    return tf.gatherNd(
        outputs,
        tf.stack(
            List.of(
                tf.broadcastTo(last, shape),
                tf.broadcastTo(tf.constant(numbers), shape),
                tf.broadcastTo(text, shape)),
            Stack.axis(2L)));
  }
}
