package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingChannels;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Sizes of TextRNN (Liu et al. 2016). The paper that polystill follows names none, so all defaults
 * are our choice: {@code hidden} is the size that its benchmark compares, dropout is TextCNN's, and
 * the embedding is frozen because the paper fine-tunes it for TextCNN alone.
 *
 * @param hidden units of the LSTM
 * @param dropout share of the last state's units dropped in training, 0 up to 1 exclusive
 * @param channels embedding tables read
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record TextRnnSettings(int hidden, double dropout, EmbeddingChannels channels) {

  public static final TextRnnSettings DEFAULTS =
      new TextRnnSettings(128, 0.5, EmbeddingChannels.FROZEN);

  static final List<Setting> KEYS =
      List.of(
          new Setting.Size("hidden", "Units of the LSTM."),
          new Setting.Share("dropout", "Share of the last state's units dropped in training."),
          Setting.channels());

  public TextRnnSettings {
    require(hidden > 0, "hidden", hidden);
    require(dropout >= 0 && dropout < 1, "dropout", dropout);
  }

  private static void require(boolean condition, String name, Object value) {
    if (!condition) {
      throw new IllegalArgumentException("TextRNN " + name + ": " + value);
    }
  }
}
