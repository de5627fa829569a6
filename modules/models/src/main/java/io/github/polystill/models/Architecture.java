package io.github.polystill.models;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.LayerScope;
import java.util.Map;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A kind of network: tokens in, one logit per output out. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface Architecture {
  /** The name in experiment files, run directories and exported models, such as {@code textcnn}. */
  String name();

  /**
   * All else that decides the network, by the keys of experiment files: numbers, booleans, texts
   * and lists of numbers. The names of trials and the cards of exported models have it. Of a public
   * record these are the components that {@link Key} declares; others say it themselves.
   */
  default Map<String, Object> sizes() {
    return ArchitectureType.sizes(this);
  }

  /**
   * Adds one pass of the network to a graph.
   *
   * @param tokens [B, T] token ids in this architecture's {@link #layout}, padded with 0 behind the
   *     last token of each text; T may be less than the layout's length
   * @param table size of the embedding table
   * @param outputs number of logits
   * @return logits, [B, outputs], or [experts, B, outputs] in a scope of stacked experts; padding
   *     never changes them
   */
  Operand<TFloat32> logits(
      LayerScope scope, Operand<TInt32> tokens, EmbeddingTableShape table, int outputs);

  /**
   * Whether {@link #logits} also builds several networks at once in a scope of stacked experts.
   * True of one that is made of {@code layers} and treats dimensions from the last; a teacher of
   * another is exported with its experts one beside the other, which is slower.
   */
  default boolean isStackable() {
    return false;
  }

  /**
   * Whether a student of it is much faster, above all with one text at a time, where what depends
   * on a word alone is looked up in a table of all words. It is larger then.
   */
  default boolean isFasterWithTables() {
    return false;
  }

  /**
   * Rough work per token of a forward pass, in multiplications of a large matrix product. The
   * trials of an experiment are started dearest first by it; it changes no result.
   *
   * @param dimensions size of a word vector
   */
  default double workPerToken(int dimensions) {
    return dimensions;
  }

  /** The same network for texts in sentences of other sizes; itself where it reads words. */
  default Architecture in(TokenLayout.Sentences layout) {
    return this;
  }

  /**
   * How texts become tokens: word after word, unless an architecture says otherwise.
   *
   * @param maxLength words of a document that an experiment uses; a layout with a size of its own
   *     does not read it
   */
  default TokenLayout layout(int maxLength) {
    return new TokenLayout.Words(maxLength);
  }
}
