package io.github.polystill.models;

import io.github.polystill.models.layers.Dense;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.TokenConvolution;
import java.util.Map;
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
public record TextCnn(TextCnnSettings settings) implements Architecture {
  public static final String NAME = "textcnn";

  /** Its registration. */
  public static final ArchitectureType<TextCnnSettings> TYPE =
      ArchitectureType.of(
          NAME, "TextCNN (Liu et al. 2017).", TextCnnSettings.DEFAULTS, TextCnn::new);

  /** With its default sizes. */
  public static TextCnn standard() {
    return new TextCnn(TextCnnSettings.DEFAULTS);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Object> sizes() {
    return TYPE.describe(settings);
  }

  @Override
  public Operand<TFloat32> logits(
      LayerScope scope, Operand<TInt32> tokens, EmbeddingTableShape table, int outputs) {
    Operand<TFloat32> pooled =
        TokenConvolution.apply(
            scope,
            tokens,
            table,
            settings.channels(),
            settings.widths(),
            settings.filters(),
            settings.chunks());
    int pooledSize = settings.widths().size() * settings.chunks() * settings.filters();
    Operand<TFloat32> hidden =
        scope
            .tf()
            .nn
            .relu(Dense.apply(scope, "bottleneck", pooled, pooledSize, settings.bottleneck()));
    Operand<TFloat32> kept = scope.dropout(hidden, settings.dropout());
    return Dense.apply(scope, "output", kept, settings.bottleneck(), outputs);
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
    int slots = settings.widths().stream().mapToInt(Integer::intValue).sum();
    return WorkPerToken.projection(
        dimensions * settings.channels().count(), slots * settings.filters());
  }
}
