package io.github.polystill.models;

import io.github.polystill.models.layers.Dense;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.TokenConvolution;
import java.util.List;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * XML-CNN (Liu, Chang, Wu and Yang, SIGIR 2017) as the paper uses it: two embedding channels,
 * convolutions of several widths with dynamic max pooling, a bottleneck, dropout, one logit per
 * output: {@code logits = dropout(relu(pool(x) W1 + b1)) W2 + b2}.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record TextCnn(
    @Key(value = "Filter widths in words.", plural = "filter widths") List<Integer> widths,
    @Key("Filters of each width.") int filters,
    @Key("Pieces of a feature map, one maximum each.") int chunks,
    @Key("Units of the layer between pooling and output.") int bottleneck,
    @Key(value = "Share of the bottleneck's units dropped in training.", atLeast = 0, below = 1)
        double dropout,
    @Key(EmbeddingChannels.MEANING) EmbeddingChannels channels)
    implements Architecture {
  public static final String NAME = "textcnn";

  /** Its registration. */
  public static final ArchitectureType TYPE =
      ArchitectureType.of("TextCNN (Liu et al. 2017).", standard());

  public TextCnn {
    widths = List.copyOf(widths);
    boolean wide = !widths.isEmpty() && widths.stream().allMatch(width -> width > 0);
    ArchitectureType.require(wide, "TextCNN widths", widths);
    ArchitectureType.require(filters > 0, "TextCNN filters", filters);
    ArchitectureType.require(chunks > 0, "TextCNN chunks", chunks);
    ArchitectureType.require(bottleneck > 0, "TextCNN bottleneck", bottleneck);
    ArchitectureType.requireShare(dropout, "TextCNN dropout");
  }

  /** With the sizes of XML-CNN, apart from {@code chunks}, which that paper leaves open. */
  public static TextCnn standard() {
    return new TextCnn(List.of(2, 4, 8), 128, 8, 512, 0.5, EmbeddingChannels.TWO);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Operand<TFloat32> logits(
      LayerScope scope, Operand<TInt32> tokens, EmbeddingTableShape table, int outputs) {
    Operand<TFloat32> pooled =
        TokenConvolution.apply(scope, tokens, table, channels, widths, filters, chunks);
    int pooledSize = widths.size() * chunks * filters;
    Operand<TFloat32> hidden =
        scope.tf().nn.relu(Dense.apply(scope, "bottleneck", pooled, pooledSize, bottleneck));
    Operand<TFloat32> kept = scope.dropout(hidden, dropout);
    return Dense.apply(scope, "output", kept, bottleneck, outputs);
  }

  @Override
  public boolean isStackable() {
    return true;
  }

  @Override
  public boolean isFasterWithTables() {
    return true;
  }

  @Override
  public double workPerToken(int dimensions) {
    int slots = widths.stream().mapToInt(Integer::intValue).sum();
    return WorkPerToken.projection(dimensions * channels.count(), slots * filters);
  }
}
