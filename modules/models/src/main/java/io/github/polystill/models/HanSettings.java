package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingChannels;
import org.apiguardian.api.API;

/**
 * Sizes of HAN. The defaults of GRUs and context vectors are those of Yang et al. (2016): 50 units
 * per direction, vectors of 100. Dropout, which they do not use, and the frozen embedding are our
 * choice, as in {@link TextRnnSettings}.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record HanSettings(
    @Key("Units of the word encoder in each direction.") int wordHidden,
    @Key("Size of the word context vector.") int wordAttention,
    @Key("Units of the sentence encoder in each direction.") int sentenceHidden,
    @Key("Size of the sentence context vector.") int sentenceAttention,
    @Key(
            value = "Share of the document vector's units dropped in training.",
            atLeast = 0,
            below = 1)
        double dropout,
    @Key(EmbeddingChannels.MEANING) EmbeddingChannels channels) {

  public static final HanSettings DEFAULTS =
      new HanSettings(50, 100, 50, 100, 0.5, EmbeddingChannels.FROZEN);

  public HanSettings {
    ArchitectureType.require(wordHidden > 0, "HAN wordHidden", wordHidden);
    ArchitectureType.require(wordAttention > 0, "HAN wordAttention", wordAttention);
    ArchitectureType.require(sentenceHidden > 0, "HAN sentenceHidden", sentenceHidden);
    ArchitectureType.require(sentenceAttention > 0, "HAN sentenceAttention", sentenceAttention);
    ArchitectureType.requireShare(dropout, "HAN dropout");
  }
}
