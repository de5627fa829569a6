package io.github.polystill.examples;

import io.github.polystill.models.Architecture;
import io.github.polystill.models.layers.Dense;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingMean;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.LayerScope;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A network of one's own: the mean of a text's word vectors and one hidden layer. It goes wherever
 * a {@code TextCnn} does.
 */
public record OwnArchitecture(int hidden) implements Architecture {
  @Override
  public String name() {
    return "mean";
  }

  @Override
  public Map<String, Object> sizes() {
    return Map.of("hidden", hidden);
  }

  @Override
  public Operand<TFloat32> logits(
      LayerScope scope, Operand<TInt32> tokens, EmbeddingTableShape table, int outputs) {
    EmbeddingChannels channels = EmbeddingChannels.FINE_TUNED;
    Operand<TFloat32> mean = EmbeddingMean.apply(scope, tokens, table, channels);
    Operand<TFloat32> dense = Dense.apply(scope, "hidden", mean, table.dimensions(), hidden);
    return Dense.apply(scope, "output", scope.tf().nn.relu(dense), hidden, outputs);
  }
}
