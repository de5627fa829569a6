package io.github.polystill.models.layers;

import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The mean of the word vectors of each text, {@code m = sum_t x_t / n}, over its n words; zero for
 * a text without words. The order of the words and padding anywhere change nothing.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class EmbeddingMean implements GradientPart {
  private final Ops tf;
  private final EmbeddedTokens tokens;
  private final Operand<TFloat32> words;
  private final Operand<TFloat32> mean;

  /**
   * Adds the layer.
   *
   * @param ids [B, T] token ids; 0 is padding
   * @return [B, channels * dimensions], the fine-tuned channel last
   */
  public static Operand<TFloat32> apply(
      LayerScope scope,
      Operand<TInt32> ids,
      EmbeddingTableShape table,
      EmbeddingChannels channels) {
    EmbeddedTokens tokens = EmbeddedTokens.of(scope, ids, 0, table, channels);
    EmbeddingMean layer = new EmbeddingMean(scope.tf(), tokens, ids);
    if (channels.fineTuned()) {
      scope.addGradientPart(layer);
    }
    return layer.mean;
  }

  private EmbeddingMean(Ops tf, EmbeddedTokens tokens, Operand<TInt32> ids) {
    this.tf = tf;
    this.tokens = tokens;
    Operand<TFloat32> isWord =
        tf.dtypes.cast(tf.math.notEqual(ids, tf.constant(0)), TFloat32.class);
    Operand<TFloat32> counted = tf.expandDims(tf.reduceSum(isWord, tf.constant(1)), tf.constant(1));
    this.words = tf.math.maximum(counted, tf.constant(1f));
    Operand<TFloat32> vectors = tf.gather(tokens.vectors(), tokens.indexes(), tf.constant(0));
    Operand<TFloat32> sums = tf.reduceSum(tf.reshape(vectors, textsByPositions()), tf.constant(1));
    this.mean = tf.math.div(sums, words);
  }

  /** The shape [B, T, size]. */
  private Operand<TInt32> textsByPositions() {
    Operand<TInt32> zero = tf.constant(0);
    return tf.concat(
        List.of(
            tf.expandDims(tf.size(tokens.lengths()), zero),
            tf.expandDims(tokens.width(), zero),
            tf.array(tokens.size())),
        zero);
  }

  @Override
  public List<Operand<TFloat32>> outputs() {
    return List.of(mean);
  }

  @Override
  public Gradients backward(List<Operand<TFloat32>> outputGradients) {
    Operand<TFloat32> ofWord = tf.math.div(outputGradients.get(0), words);
    Operand<TFloat32> everywhere =
        tf.broadcastTo(tf.expandDims(ofWord, tf.constant(1)), textsByPositions());
    Operand<TFloat32> perToken =
        tf.math.unsortedSegmentSum(
            tf.reshape(everywhere, tf.array(-1, tokens.size())),
            tokens.indexes(),
            tf.size(tokens.ids()));
    Operand<TFloat32> fineTuned =
        tf.slice(
            perToken, tf.array(0, tokens.trainedFrom()), tf.array(-1, tokens.table().dimensions()));
    return new Gradients(
        Map.of(), Map.of(tokens.fineTunedTable().orElseThrow(), tokens.rowGradient(tf, fineTuned)));
  }
}
