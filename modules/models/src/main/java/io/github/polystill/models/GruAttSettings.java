package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingChannels;
import org.apiguardian.api.API;

/**
 * Sizes of GRU-Att (Banerjee et al. 2019). The paper that polystill follows gives its batch size,
 * {@value #BATCH_SIZE}, but neither sizes nor the direction, so all defaults here are our choice:
 * both directions, a context vector of the size of a state, and else those of {@link
 * TextRnnSettings}.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record GruAttSettings(
    @Key("Units of the GRU in each direction.") int hidden,
    @Key("Whether a second GRU reads the words backwards.") boolean bidirectional,
    @Key("Size of the context vector.") int attention,
    @Key(value = "Share of the pooled units dropped in training.", atLeast = 0, below = 1)
        double dropout,
    @Key(EmbeddingChannels.MEANING) EmbeddingChannels channels) {

  /** Documents per step in the paper, four times the other architectures'. */
  public static final int BATCH_SIZE = 128;

  public static final GruAttSettings DEFAULTS =
      new GruAttSettings(128, true, 256, 0.5, EmbeddingChannels.FROZEN);

  public GruAttSettings {
    ArchitectureType.require(hidden > 0, "GRU-Att hidden", hidden);
    ArchitectureType.require(attention > 0, "GRU-Att attention", attention);
    ArchitectureType.requireShare(dropout, "GRU-Att dropout");
  }
}
