package io.github.polystill.models;

import io.github.polystill.models.layers.Dense;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.InputSequence;
import io.github.polystill.models.layers.LayerScope;
import java.util.Map;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * TextRNN (Liu, Qiu and Huang, IJCAI 2016, the single-task network): an LSTM over the words, its
 * output after the last word, dropout, one logit per output: {@code logits = dropout(h_n) W + b}.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record TextRnn(TextRnnSettings settings) implements Architecture {
  public static final String NAME = "textrnn";

  /** Its registration. */
  public static final ArchitectureType<TextRnnSettings> TYPE =
      ArchitectureType.of(
          NAME, "TextRNN (Liu et al. 2016).", TextRnnSettings.DEFAULTS, TextRnn::new);

  /** With its default sizes. */
  public static TextRnn standard() {
    return new TextRnn(TextRnnSettings.DEFAULTS);
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
    Operand<TFloat32> last =
        InputSequence.ofTokens(scope, tokens, table, settings.channels())
            .lstmLast("recurrent", settings.hidden());
    Operand<TFloat32> kept = scope.dropout(last, settings.dropout());
    return Dense.apply(scope, "output", kept, settings.hidden(), outputs);
  }

  @Override
  public boolean isStackable() {
    return true;
  }

  @Override
  public double workPerToken(int dimensions) {
    return WorkPerToken.recurrent(
        dimensions * settings.channels().count(), 4, settings.hidden(), 1);
  }
}
