package io.github.polystill.models.savedmodel;

import io.github.polystill.models.layers.LayerScope;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Unique;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * {@link LinearExperts} in a graph. It computes in double precision, as training does, and for the
 * features that a text has alone.
 */
final class LinearLogits {
  /** Name of the variable. */
  static final String WEIGHTS = "linear";

  private final LinearExperts experts;

  /** Where the features of each word begin in {@link #features}, and at last where they end. */
  private final Operand<TInt32> edges;

  private final Operand<TInt32> features;
  private final Operand<TFloat64> idf;

  LinearLogits(Ops tf, LinearExperts experts) {
    this.experts = experts;
    int[] ends = Arrays.stream(experts.features()).mapToInt(it -> it.length).toArray();
    Arrays.parallelPrefix(ends, Integer::sum);
    this.edges = tf.concat(List.of(tf.array(0), tf.constant(ends)), tf.constant(0));
    this.features =
        tf.constant(Arrays.stream(experts.features()).flatMapToInt(Arrays::stream).toArray());
    this.idf = tf.constant(experts.idf());
  }

  /**
   * The logits of texts.
   *
   * @param tokens [B, T]
   * @return [B, experts]
   */
  Operand<TFloat64> of(LayerScope scope, Operand<TInt32> tokens) {
    Ops tf = scope.tf();
    Masks masks = new Masks(tf);
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> one = tf.constant(1);
    // The features of all words of the batch, word by word.
    Operand<TInt32> words = tf.reshape(tokens, tf.array(-1));
    Operand<TInt32> begins = masks.at(edges, words);
    Operand<TInt32> sizes = tf.math.sub(masks.at(edges, tf.math.add(words, one)), begins);
    Operand<TInt32> starts = masks.before(sizes);
    Operand<TInt32> index = tf.range(zero, tf.reduceSum(sizes, zero), one);
    Operand<TInt32> word = masks.lastStart(starts, index);
    Operand<TInt32> inWord = tf.math.sub(index, masks.at(starts, word));
    Operand<TInt32> all = masks.at(features, tf.math.add(masks.at(begins, word), inWord));
    Operand<TInt32> text = tf.math.floorDiv(word, masks.dimension(tokens, 1));
    // Those of each text once, and how often they occur.
    Operand<TInt64> size = tf.constant((long) experts.idf().length);
    Unique<TInt64, TInt32> distinct =
        tf.unique(
            tf.math.add(
                tf.math.mul(tf.dtypes.cast(text, TInt64.class), size),
                tf.dtypes.cast(all, TInt64.class)),
            tf.array(0));
    Operand<TInt32> feature = tf.dtypes.cast(tf.math.floorMod(distinct.y(), size), TInt32.class);
    Operand<TInt32> row =
        tf.expandDims(tf.dtypes.cast(tf.math.floorDiv(distinct.y(), size), TInt32.class), one);
    Operand<TFloat64> count =
        tf.scatterNd(
            tf.expandDims(distinct.idx(), one),
            tf.fill(tf.shape(distinct.idx()), tf.constant(1.0)),
            tf.shape(distinct.y()));
    Operand<TFloat64> value =
        tf.math.mul(tf.math.add(tf.math.log(count), tf.constant(1.0)), masks.at(idf, feature));
    Operand<TInt32> texts = masks.dimension(tokens, 0);
    Operand<TFloat64> squares =
        tf.scatterNd(row, tf.math.mul(value, value), tf.expandDims(texts, zero));
    // At least 1 of a text with features, as idf is.
    Operand<TFloat64> norms = tf.math.sqrt(tf.math.maximum(squares, tf.constant(1.0)));
    Operand<TFloat64> scaled = tf.math.div(value, tf.gatherNd(norms, row));
    Operand<TFloat64> terms = tf.math.mul(weights(scope, feature), tf.expandDims(scaled, one));

    return tf.math.add(
        tf.scatterNd(row, terms, tf.stack(List.of(texts, tf.constant(experts.weights().size())))),
        weights(scope, tf.constant(experts.idf().length)));
  }

  private Operand<TFloat64> weights(LayerScope scope, Operand<TInt32> rows) {
    Shape shape = Shape.of(experts.idf().length + 1L, experts.weights().size());
    return scope.tf().dtypes.cast(scope.rows(WEIGHTS, shape, rows), TFloat64.class);
  }
}
