package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingChannels;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Sizes of HAN. The defaults of GRUs and context vectors are those of Yang et al. (2016): 50 units
 * per direction, vectors of 100. Dropout, which they do not use, and the frozen embedding are our
 * choice, as in {@link TextRnnSettings}.
 *
 * @param wordHidden units of the word encoder in each direction
 * @param wordAttention size of the word context vector
 * @param sentenceHidden units of the sentence encoder in each direction
 * @param sentenceAttention size of the sentence context vector
 * @param dropout share of the document vector's units dropped in training, 0 up to 1 exclusive
 * @param channels embedding tables read
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record HanSettings(
    int wordHidden,
    int wordAttention,
    int sentenceHidden,
    int sentenceAttention,
    double dropout,
    EmbeddingChannels channels) {

  public static final HanSettings DEFAULTS =
      new HanSettings(50, 100, 50, 100, 0.5, EmbeddingChannels.FROZEN);

  static final List<Setting> KEYS =
      List.of(
          new Setting.Size("wordHidden", "Units of the word encoder in each direction."),
          new Setting.Size("wordAttention", "Size of the word context vector."),
          new Setting.Size("sentenceHidden", "Units of the sentence encoder in each direction."),
          new Setting.Size("sentenceAttention", "Size of the sentence context vector."),
          new Setting.Share("dropout", "Share of the document vector's units dropped in training."),
          Setting.channels());

  public HanSettings {
    require(wordHidden > 0, "wordHidden", wordHidden);
    require(wordAttention > 0, "wordAttention", wordAttention);
    require(sentenceHidden > 0, "sentenceHidden", sentenceHidden);
    require(sentenceAttention > 0, "sentenceAttention", sentenceAttention);
    require(dropout >= 0 && dropout < 1, "dropout", dropout);
  }

  private static void require(boolean condition, String name, Object value) {
    if (!condition) {
      throw new IllegalArgumentException("HAN " + name + ": " + value);
    }
  }
}
