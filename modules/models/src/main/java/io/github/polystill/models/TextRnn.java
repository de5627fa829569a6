package io.github.polystill.models;

import io.github.polystill.models.layers.Dense;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.InputSequence;
import io.github.polystill.models.layers.LayerScope;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * TextRNN (Liu, Qiu and Huang, IJCAI 2016, the single-task network): an LSTM over the words, its
 * output after the last word, dropout, one logit per output: {@code logits = dropout(h_n) W + b}.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record TextRnn(
    @Key("Units of the LSTM.") int hidden,
    @Key(value = "Share of the last state's units dropped in training.", atLeast = 0, below = 1)
        double dropout,
    @Key(EmbeddingChannels.MEANING) EmbeddingChannels channels)
    implements Architecture {
  public static final String NAME = "textrnn";

  /** Its registration. */
  public static final ArchitectureType TYPE =
      ArchitectureType.of("TextRNN (Liu et al. 2016).", standard());

  public TextRnn {
    ArchitectureType.require(hidden > 0, "TextRNN hidden", hidden);
    ArchitectureType.requireShare(dropout, "TextRNN dropout");
  }

  /**
   * With its default sizes. The paper that polystill follows names none, so all are our choice:
   * {@code hidden} is the size that its benchmark compares, dropout is TextCNN's, and the embedding
   * is frozen because the paper fine-tunes it for TextCNN alone.
   */
  public static TextRnn standard() {
    return new TextRnn(128, 0.5, EmbeddingChannels.FROZEN);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Operand<TFloat32> logits(
      LayerScope scope, Operand<TInt32> tokens, EmbeddingTableShape table, int outputs) {
    Operand<TFloat32> last =
        InputSequence.ofTokens(scope, tokens, table, channels).lstmLast("recurrent", hidden);
    Operand<TFloat32> kept = scope.dropout(last, dropout);
    return Dense.apply(scope, "output", kept, hidden, outputs);
  }

  @Override
  public boolean isStackable() {
    return true;
  }

  @Override
  public double workPerToken(int dimensions) {
    return WorkPerToken.recurrent(dimensions * channels.count(), 4, hidden, 1);
  }
}
