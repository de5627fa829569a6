package io.github.polystill.models;

import io.github.polystill.models.layers.Dense;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.InputSequence;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.States;
import java.util.List;
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
public record GruAtt(
    @Key("Units of the GRU in each direction.") int hidden,
    @Key("Whether a second GRU reads the words backwards.") boolean bidirectional,
    @Key("Size of the context vector.") int attention,
    @Key(value = "Share of the pooled units dropped in training.", atLeast = 0, below = 1)
        double dropout,
    @Key(EmbeddingChannels.MEANING) EmbeddingChannels channels)
    implements Architecture {
  public static final String NAME = "gru-att";

  /** Its registration, with the paper's documents per step, four times the others'. */
  public static final ArchitectureType TYPE =
      ArchitectureType.of("GRU-Att (Banerjee et al. 2019).", standard()).withBatchSize(128);

  public GruAtt {
    ArchitectureType.require(hidden > 0, "GRU-Att hidden", hidden);
    ArchitectureType.require(attention > 0, "GRU-Att attention", attention);
    ArchitectureType.requireShare(dropout, "GRU-Att dropout");
  }

  /**
   * With its default sizes. The paper that polystill follows gives neither sizes nor the direction,
   * so all are our choice: both directions, a context vector of the size of a state, and else those
   * of {@link TextRnn}.
   */
  public static GruAtt standard() {
    return new GruAtt(128, true, 256, 0.5, EmbeddingChannels.FROZEN);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Operand<TFloat32> logits(
      LayerScope scope, Operand<TInt32> tokens, EmbeddingTableShape table, int outputs) {
    Ops tf = scope.tf();
    States states =
        InputSequence.ofTokens(scope, tokens, table, channels)
            .gru("recurrent", hidden, bidirectional);
    Operand<TFloat32> weighted = states.attention("attention", attention);
    Operand<TFloat32> mean = states.mean();
    Operand<TFloat32> features = tf.concat(List.of(weighted, states.max(), mean), tf.constant(-1));
    Operand<TFloat32> kept = scope.dropout(features, dropout);
    return Dense.apply(scope, "output", kept, 3 * states.size(), outputs);
  }

  @Override
  public boolean isStackable() {
    return true;
  }

  @Override
  public double workPerToken(int dimensions) {
    return WorkPerToken.recurrent(dimensions * channels.count(), 3, hidden, bidirectional ? 2 : 1);
  }
}
