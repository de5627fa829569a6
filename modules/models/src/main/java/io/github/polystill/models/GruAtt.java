package io.github.polystill.models;

import io.github.polystill.models.layers.Dense;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.InputSequence;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.States;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * GRU-Att (Banerjee et al., ACL 2019): a GRU over the words; attention, maximum and mean of its
 * states side by side, dropout, one logit per output: {@code logits = dropout([sum_t a_t h_t ;
 * max_t h_t ; mean_t h_t]) W + b}.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record GruAtt(GruAttSettings settings) implements Architecture {
  public static final String NAME = "gru-att";

  /** Its registration. */
  public static final ArchitectureType<GruAttSettings> TYPE =
      ArchitectureType.of(
              NAME, "GRU-Att (Banerjee et al. 2019).", GruAttSettings.DEFAULTS, GruAtt::new)
          .withBatchSize(GruAttSettings.BATCH_SIZE);

  /** With its default sizes. */
  public static GruAtt standard() {
    return new GruAtt(GruAttSettings.DEFAULTS);
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
    Ops tf = scope.tf();
    States states =
        InputSequence.ofTokens(scope, tokens, table, settings.channels())
            .gru("recurrent", settings.hidden(), settings.bidirectional());
    Operand<TFloat32> attention = states.attention("attention", settings.attention());
    Operand<TFloat32> mean = states.mean();
    Operand<TFloat32> features = tf.concat(List.of(attention, states.max(), mean), tf.constant(-1));
    Operand<TFloat32> kept = scope.dropout(features, settings.dropout());
    return Dense.apply(scope, "output", kept, 3 * states.size(), outputs);
  }

  @Override
  public boolean isStackable() {
    return true;
  }

  @Override
  public double workPerToken(int dimensions) {
    return WorkPerToken.recurrent(
        dimensions * settings.channels().count(),
        3,
        settings.hidden(),
        settings.bidirectional() ? 2 : 1);
  }
}
