package io.github.polystill.models.savedmodel;

import io.github.polystill.data.encoding.TokenLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.math.Cumsum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What a network with attention looked at, beside each word that came in: 0 for padding and for
 * words that were cut off. Stacked experts each have weights of their own, which are then [B,
 * experts, n], or means over the networks of each label, [B, labels, n].
 */
record AttentionOutputs(
    Ops tf, TokenPlacement placement, OptionalInt experts, Optional<ExpertMean> mean) {
  /** The weight of a word in its text, or in its sentence where there are sentences; [B, n]. */
  static final String WORDS = "attention";

  /** The weight of the sentence that a word is in, [B, n]. */
  static final String SENTENCES = "sentence_attention";

  /** Which sentence of its text a word is in, from 0 on; -1 for what is in none; int32 [B, n]. */
  static final String SENTENCE = "sentence";

  private static OptionalInt experts(ServedNetworks networks) {
    return networks.isStacked() ? OptionalInt.of(networks.weights().size()) : OptionalInt.empty();
  }

  /**
   * The outputs by name; none for a network without attention.
   *
   * @param mean how stacked experts answer as one
   * @param attentions weights of the network, [T, rows] or [T, experts, rows] each: one over words,
   *     or one over the words of sentences and one over sentences
   */
  static Map<String, Operand<?>> of(
      Ops tf,
      TokenPlacement placement,
      ServedNetworks networks,
      Optional<ExpertMean> mean,
      List<Operand<TFloat32>> attentions) {
    AttentionOutputs outputs = new AttentionOutputs(tf, placement, experts(networks), mean);
    TokenLayout layout = networks.layout();
    if (layout instanceof TokenLayout.Sentences sentences && attentions.size() == 2) {
      return outputs.ofSentences(attentions, sentences.wordsPerSentence());
    }
    if (layout instanceof TokenLayout.Words && attentions.size() == 1) {
      return Map.of(
          WORDS, outputs.at(attentions.get(0), placement.positions(), outputs.textOfWord()));
    }
    return Map.of();
  }

  private Map<String, Operand<?>> ofSentences(
      List<Operand<TFloat32>> attentions, int wordsPerSentence) {
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> size = tf.constant(wordsPerSentence);
    Operand<TInt32> slot = tf.math.floorDiv(placement.positions(), size);
    // The network reads the sentences of all texts one after the other.
    Operand<TInt32> counts =
        tf.reduceMax(
            tf.pad(
                tf.math.mul(placement.kept(), tf.math.add(slot, one)),
                tf.constant(new int[][] {{0, 0}, {0, 1}}),
                zero),
            one);
    Operand<TInt32> before =
        tf.expandDims(tf.math.cumsum(counts, zero, Cumsum.exclusive(true)), one);
    Map<String, Operand<?>> outputs = new LinkedHashMap<>();
    outputs.put(
        WORDS,
        at(
            attentions.get(0),
            tf.math.floorMod(placement.positions(), size),
            tf.math.add(slot, before)));
    outputs.put(SENTENCES, at(attentions.get(1), slot, textOfWord()));
    outputs.put(
        SENTENCE,
        tf.ensureShape(
            tf.math.sub(tf.math.mul(placement.kept(), tf.math.add(slot, one)), one),
            Shape.of(-1, -1)));
    return outputs;
  }

  /** The row of each word, [B, n]. */
  private Operand<TInt32> textOfWord() {
    Operand<TInt32> shape = tf.shape(placement.kept());
    Operand<TInt32> rows = tf.gather(shape, tf.constant(0), tf.constant(0));
    Operand<TInt32> texts = tf.range(tf.constant(0), rows, tf.constant(1));
    return tf.broadcastTo(tf.expandDims(texts, tf.constant(1)), shape);
  }

  /** The weights of kept words at a step and in a row of the network's own. */
  private Operand<TFloat32> at(
      Operand<TFloat32> weights, Operand<TInt32> step, Operand<TInt32> row) {
    Operand<TFloat32> byRow =
        experts.isPresent() ? tf.linalg.transpose(weights, tf.array(0, 2, 1)) : weights;
    // One more step and row, for a batch without any.
    int[][] more =
        experts.isPresent() ? new int[][] {{0, 1}, {0, 1}, {0, 0}} : new int[][] {{0, 1}, {0, 1}};
    Operand<TFloat32> padded = tf.pad(byRow, tf.constant(more), tf.constant(0f));
    Operand<TInt32> cells =
        tf.stack(
            List.of(tf.math.mul(step, placement.kept()), tf.math.mul(row, placement.kept())),
            Stack.axis(2L));
    Operand<TFloat32> found = tf.gatherNd(padded, cells);
    Operand<TFloat32> kept = tf.dtypes.cast(placement.kept(), TFloat32.class);
    if (experts.isEmpty()) {
      return tf.ensureShape(tf.math.mul(found, kept), Shape.of(-1, -1));
    }
    Operand<TFloat32> each =
        tf.math.mul(
            tf.linalg.transpose(found, tf.array(0, 2, 1)), tf.expandDims(kept, tf.constant(1)));
    int networks = experts.getAsInt();
    return mean.<Operand<TFloat32>>map(it -> it.attention(tf, each, networks))
        .orElseGet(() -> tf.ensureShape(each, Shape.of(-1, networks, -1)));
  }
}
