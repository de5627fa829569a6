package io.github.polystill.experiments.run;

import io.github.polystill.models.Architecture;
import io.github.polystill.models.ArchitectureType;
import io.github.polystill.models.Key;
import io.github.polystill.models.layers.Dense;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingMean;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.LayerScope;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The example of docs/adding-an-architecture.md, after the deep averaging network of Iyyer et al.
 * (2015): {@code logits = dropout(relu(mean_t(x_t) W1 + b1)) W2 + b2}.
 */
public record BagOfEmbeddings(
    @Key("Units of the hidden layer.") int hidden,
    @Key(value = "Share of the hidden units dropped in training.", atLeast = 0, below = 1)
        double dropout,
    @Key(EmbeddingChannels.MEANING) EmbeddingChannels channels)
    implements Architecture {
  public static final ArchitectureType TYPE =
      ArchitectureType.of(
          "Deep averaging network (Iyyer et al. 2015).",
          new BagOfEmbeddings(300, 0.5, EmbeddingChannels.TWO));

  @Override
  public String name() {
    return "bag-of-embeddings";
  }

  @Override
  public Operand<TFloat32> logits(
      LayerScope scope, Operand<TInt32> tokens, EmbeddingTableShape table, int outputs) {
    int size = channels.count() * table.dimensions();
    Operand<TFloat32> mean = EmbeddingMean.apply(scope, tokens, table, channels);
    Operand<TFloat32> dense = Dense.apply(scope, "hidden", mean, size, hidden);
    Operand<TFloat32> kept = scope.dropout(scope.tf().nn.relu(dense), dropout);
    return Dense.apply(scope, "output", kept, hidden, outputs);
  }
}
