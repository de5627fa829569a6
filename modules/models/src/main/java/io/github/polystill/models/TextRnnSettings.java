package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingChannels;
import org.apiguardian.api.API;

/**
 * Sizes of TextRNN (Liu et al. 2016). The paper that polystill follows names none, so all defaults
 * are our choice: {@code hidden} is the size that its benchmark compares, dropout is TextCNN's, and
 * the embedding is frozen because the paper fine-tunes it for TextCNN alone.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record TextRnnSettings(
    @Key("Units of the LSTM.") int hidden,
    @Key(value = "Share of the last state's units dropped in training.", atLeast = 0, below = 1)
        double dropout,
    @Key(EmbeddingChannels.MEANING) EmbeddingChannels channels) {

  public static final TextRnnSettings DEFAULTS =
      new TextRnnSettings(128, 0.5, EmbeddingChannels.FROZEN);

  public TextRnnSettings {
    ArchitectureType.require(hidden > 0, "TextRNN hidden", hidden);
    ArchitectureType.requireShare(dropout, "TextRNN dropout");
  }
}
