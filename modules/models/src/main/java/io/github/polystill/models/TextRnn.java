package io.github.polystill.models;

import io.github.polystill.models.layers.Dense;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.InputSequence;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.States;
import java.util.Map;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * TextRNN (Liu, Qiu and Huang, IJCAI 2016, the single-task network): an LSTM over the words, its
 * output after the last word, dropout, one logit per output: {@code logits = dropout(h_n) W + b}. A
 * last state remembers little of a long text, so literature after it reads in both directions and
 * pools the outputs of all words (Lai et al., AAAI 2015; Conneau et al., EMNLP 2017).
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record TextRnn(
    @Key("Units of the LSTM in each direction.") int hidden,
    @Key("Whether a second LSTM reads the words backwards.") boolean bidirectional,
    @Key("What sums up a text: the output after its last word, or the mean or maximum over all.")
        Pooling pooling,
    @Key(value = "Share of the pooled units dropped in training.", atLeast = 0, below = 1)
        double dropout,
    @Key(EmbeddingChannels.MEANING) EmbeddingChannels channels)
    implements Architecture {
  /** What sums up the outputs of all words. */
  public enum Pooling {
    LAST,
    MEAN,
    MAX
  }

  public static final String NAME = "textrnn";

  /** Its registration. */
  public static final ArchitectureType TYPE =
      ArchitectureType.of("TextRNN (Liu et al. 2016).", standard());

  public TextRnn {
    ArchitectureType.require(hidden > 0, "TextRNN hidden", hidden);
    ArchitectureType.requireShare(dropout, "TextRNN dropout");
  }

  /** The paper's: in one direction, with the output after the last word. */
  public TextRnn(int hidden, double dropout, EmbeddingChannels channels) {
    this(hidden, false, Pooling.LAST, dropout, channels);
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
    States states =
        InputSequence.ofTokens(scope, tokens, table, channels)
            .lstm("recurrent", hidden, bidirectional);
    Operand<TFloat32> pooled =
        switch (pooling) {
          case LAST -> states.last();
          case MEAN -> states.mean();
          case MAX -> states.max();
        };
    Operand<TFloat32> kept = scope.dropout(pooled, dropout);
    return Dense.apply(scope, "output", kept, states.size(), outputs);
  }

  /** Without what is the paper's, so that trials of it keep their names. */
  @Override
  public Map<String, Object> sizes() {
    Map<String, Object> sizes = ArchitectureType.sizes(this);
    sizes.remove("bidirectional", false);
    sizes.remove("pooling", "last");
    return sizes;
  }

  @Override
  public boolean isStackable() {
    return true;
  }

  @Override
  public double workPerToken(int dimensions) {
    return WorkPerToken.recurrent(dimensions * channels.count(), 4, hidden, bidirectional ? 2 : 1);
  }
}
