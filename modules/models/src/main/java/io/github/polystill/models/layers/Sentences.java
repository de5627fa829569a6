package io.github.polystill.models.layers;

import java.util.List;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.math.Cumsum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The sentences of a batch of texts, those without words left out: N in all, each padded to the
 * longest of them.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class Sentences {
  private final LayerScope scope;
  private final Ops tf;
  private final Operand<TInt32> tokens;
  private final Operand<TInt32> text;
  private final Operand<TInt32> place;
  private final Operand<TInt32> counts;

  /**
   * Cuts texts into their sentences.
   *
   * @param texts [B, T] token ids; sentence s of a text has positions s * words to (s + 1) * words
   *     - 1, padded with 0 behind its last word; T need not be a multiple of words
   * @param words words of a sentence at most
   */
  public Sentences(LayerScope scope, Operand<TInt32> texts, int words) {
    this.scope = scope;
    this.tf = scope.tf();
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> slots = slots(texts, words);
    Operand<TInt32> rows = tf.reshape(padded(texts, words, slots), tf.array(-1, words));
    Operand<TInt32> occupied =
        tf.reduceMax(tf.dtypes.cast(tf.math.notEqual(rows, zero), TInt32.class), one);
    Operand<TInt32> slot =
        tf.reshape(
            tf.dtypes.cast(tf.where(tf.math.greater(occupied, zero)), TInt32.class), tf.array(-1));
    this.tokens = tf.gather(rows, slot, zero);
    this.text = tf.math.floorDiv(slot, slots);
    Operand<TInt32> byText = tf.reshape(occupied, tf.stack(List.of(tf.constant(-1), slots)));
    Operand<TInt32> before =
        tf.reshape(tf.math.cumsum(byText, one, Cumsum.exclusive(true)), tf.array(-1));
    this.place = tf.gather(before, slot, zero);
    this.counts = tf.reduceSum(byText, one);
  }

  private Operand<TInt32> slots(Operand<TInt32> texts, int words) {
    Operand<TInt32> length = scope.sizeOf(texts, 1);
    return tf.math.floorDiv(tf.math.add(length, tf.constant(words - 1)), tf.constant(words));
  }

  /** The texts with as many tokens as their sentences have room for. */
  private Operand<TInt32> padded(Operand<TInt32> texts, int words, Operand<TInt32> slots) {
    Operand<TInt32> length = scope.sizeOf(texts, 1);
    Operand<TInt32> missing = tf.math.sub(tf.math.mul(slots, tf.constant(words)), length);
    Operand<TInt32> none = tf.constant(0);
    Operand<TInt32> paddings =
        tf.stack(List.of(tf.stack(List.of(none, none)), tf.stack(List.of(none, missing))));
    return tf.pad(texts, paddings, none);
  }

  /** The words of each sentence, [N, words] token ids. */
  public InputSequence words(EmbeddingTableShape table, EmbeddingChannels channels) {
    return InputSequence.ofTokens(scope, trimmed(), table, channels);
  }

  /** The token ids without the columns in which all sentences have padding. */
  private Operand<TInt32> trimmed() {
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> occupied = tf.dtypes.cast(tf.math.notEqual(tokens, zero), TInt32.class);
    Operand<TInt32> columns = scope.sizeOf(tokens, 1);
    Operand<TInt32> position = tf.range(one, tf.math.add(columns, one), one);
    Operand<TInt32> longest =
        tf.math.maximum(tf.reduceMax(tf.math.mul(occupied, position), tf.array(0, 1)), one);
    return tf.slice(tokens, tf.array(0, 0), tf.stack(List.of(tf.constant(-1), longest)));
  }

  /**
   * The sentences of each text as a sequence.
   *
   * @param vectors of the sentences, [N, dimensions]
   */
  public InputSequence ofTexts(Operand<TFloat32> vectors, int dimensions) {
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> steps = tf.math.maximum(tf.reduceMax(counts, zero), one);
    Operand<TInt32> count = tf.size(text);
    Operand<TInt32> padding = tf.fill(tf.stack(List.of(steps, tf.size(counts))), count);
    Operand<TInt32> positions =
        tf.tensorScatterNdUpdate(
            padding, tf.stack(List.of(place, text), Stack.axis(1L)), tf.range(zero, count, one));
    return InputSequence.ofVectors(scope, vectors, dimensions, positions, counts);
  }
}
