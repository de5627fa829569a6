package io.github.polystill.models.savedmodel;

import io.github.polystill.data.encoding.TokenLayout;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.math.Cumsum;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

/**
 * Texts in a model's layout, made in the graph from flat lists of words: the row that {@link
 * TokenLayout#encode} would give.
 *
 * @param ids [B, width]; the width is that of the batch's longest row, at least 1
 * @param positions where in its row each given word went, [B, n]
 * @param kept 1 where a given word is in its row; 0 for padding, line ends and words that were cut
 *     off, [B, n]
 */
record TokenPlacement(Operand<TInt32> ids, Operand<TInt32> positions, Operand<TInt32> kept) {
  /** Padding in a list of words: no word, wherever it stands. */
  static final String NONE = "";

  /** A line end in a list of words. */
  static final String LINE_END = "\n";

  /** A line end in a list of ids. */
  static final int LINE_END_ID = -1;

  /**
   * Places words.
   *
   * @param words [B, n]
   * @param wordIds their ids, [B, n]; 0 for what is no word
   */
  static TokenPlacement of(
      Ops tf, Operand<TString> words, Operand<TInt32> wordIds, TokenLayout layout) {
    return place(
        tf,
        wordIds,
        layout instanceof TokenLayout.Sentences sentences
            ? SentencePositions.of(tf, words, sentences.wordsPerSentence())
            : inOrder(tf, wordIds),
        layout.length());
  }

  /**
   * Places ids, each in the position of its own that a layout of words gives it.
   *
   * @param wordIds [B, n]; 0 for what is no word
   */
  static TokenPlacement inOrder(Ops tf, Operand<TInt32> wordIds, TokenLayout.Words layout) {
    return place(tf, wordIds, inOrder(tf, wordIds), layout.length());
  }

  private static Operand<TInt32> inOrder(Ops tf, Operand<TInt32> wordIds) {
    return tf.math.cumsum(isWord(tf, wordIds), tf.constant(1), Cumsum.exclusive(true));
  }

  private static Operand<TInt32> isWord(Ops tf, Operand<TInt32> wordIds) {
    return tf.dtypes.cast(tf.math.notEqual(wordIds, tf.constant(0)), TInt32.class);
  }

  private static TokenPlacement place(
      Ops tf, Operand<TInt32> wordIds, Operand<TInt32> positions, int length) {
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> fits =
        tf.dtypes.cast(tf.math.less(positions, tf.constant(length)), TInt32.class);
    Operand<TInt32> kept = tf.math.mul(isWord(tf, wordIds), fits);
    Operand<TInt32> cells = tf.dtypes.cast(tf.where(tf.math.greater(kept, zero)), TInt32.class);
    Operand<TInt32> keptPositions = tf.gatherNd(positions, cells);
    Operand<TInt32> width =
        tf.math.maximum(tf.math.add(tf.reduceMax(keptPositions, zero), one), one);
    Operand<TInt32> rows = tf.gather(tf.shape(wordIds), zero, zero);
    Operand<TInt32> row = tf.gather(cells, zero, one);
    Operand<TInt32> ids =
        tf.scatterNd(
            tf.stack(List.of(row, keptPositions), Stack.axis(1L)),
            tf.gatherNd(wordIds, cells),
            tf.stack(List.of(rows, width)));
    return new TokenPlacement(ids, positions, kept);
  }
}
