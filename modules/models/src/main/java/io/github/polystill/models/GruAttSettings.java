package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingChannels;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Sizes of GRU-Att (Banerjee et al. 2019). The paper that polystill follows gives its batch size,
 * {@value #BATCH_SIZE}, but neither sizes nor the direction, so all defaults here are our choice:
 * both directions, a context vector of the size of a state, and else those of {@link
 * TextRnnSettings}.
 *
 * @param hidden units of the GRU in each direction
 * @param bidirectional whether a second GRU reads the words backwards
 * @param attention size of the context vector
 * @param dropout share of the units of [attention ; max-pool ; mean-pool] dropped in training, 0 up
 *     to 1 exclusive
 * @param channels embedding tables read
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record GruAttSettings(
    int hidden, boolean bidirectional, int attention, double dropout, EmbeddingChannels channels) {

  /** Documents per step in the paper, four times the other architectures'. */
  public static final int BATCH_SIZE = 128;

  public static final GruAttSettings DEFAULTS =
      new GruAttSettings(128, true, 256, 0.5, EmbeddingChannels.FROZEN);

  static final List<Setting> KEYS =
      List.of(
          new Setting.Size("hidden", "Units of the GRU in each direction."),
          new Setting.Flag("bidirectional", "Whether a second GRU reads the words backwards."),
          new Setting.Size("attention", "Size of the context vector."),
          new Setting.Share("dropout", "Share of the pooled units dropped in training."),
          Setting.channels());

  public GruAttSettings {
    require(hidden > 0, "hidden", hidden);
    require(attention > 0, "attention", attention);
    require(dropout >= 0 && dropout < 1, "dropout", dropout);
  }

  private static void require(boolean condition, String name, Object value) {
    if (!condition) {
      throw new IllegalArgumentException("GRU-Att " + name + ": " + value);
    }
  }
}
