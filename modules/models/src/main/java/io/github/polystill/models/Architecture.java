package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.LayerScope;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A kind of network: tokens in, one logit per output out. */
public interface Architecture {
  /** The name in experiment files, run directories and exported models, such as {@code textcnn}. */
  String name();

  /**
   * Adds one pass of the network to a graph.
   *
   * @param tokens [B, T] token ids, padded with 0 behind the last token
   * @param table size of the embedding table
   * @param outputs number of logits
   * @return logits, [B, outputs]; padding never changes them
   */
  Operand<TFloat32> logits(
      LayerScope scope, Operand<TInt32> tokens, EmbeddingTableShape table, int outputs);

  /**
   * Rough work per token of a forward pass, in multiplications of a large matrix product. The
   * trials of an experiment are started dearest first by it; it changes no result.
   *
   * @param dimensions size of a word vector
   */
  default double workPerToken(int dimensions) {
    return dimensions;
  }
}
