package io.github.polystill.models;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.models.layers.Dense;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.Sentences;
import io.github.polystill.models.layers.States;
import java.util.Map;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Hierarchical attention network (Yang et al., NAACL 2016): a bidirectional GRU over the words of
 * each sentence and attention give the sentence's vector, the same over the sentences gives the
 * text's; dropout, one logit per output: {@code logits = dropout(v) W + b}.
 *
 * @param settings sizes
 * @param sentences sentences of a text at most
 * @param wordsPerSentence words of a sentence at most
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record Han(HanSettings settings, int sentences, int wordsPerSentence)
    implements Architecture {
  public static final String NAME = "han";

  /** Its registration. */
  public static final ArchitectureType<HanSettings> TYPE =
      ArchitectureType.ofSentences(
          NAME,
          "HAN (Yang et al. 2016).",
          HanSettings.DEFAULTS,
          (settings, layout) -> new Han(settings, layout.sentences(), layout.wordsPerSentence()));

  /** With the paper's 15 sentences of 20 words and its default sizes. */
  public static Han standard() {
    return new Han(HanSettings.DEFAULTS, 15, 20);
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
  public TokenLayout layout(int maxLength) {
    return new TokenLayout.Sentences(sentences, wordsPerSentence);
  }

  @Override
  public Operand<TFloat32> logits(
      LayerScope scope, Operand<TInt32> tokens, EmbeddingTableShape table, int outputs) {
    Sentences ofBatch = new Sentences(scope, tokens, wordsPerSentence);
    States words =
        ofBatch.words(table, settings.channels()).gru("word", settings.wordHidden(), true);
    Operand<TFloat32> vectors = words.attention("word_attention", settings.wordAttention());
    States texts =
        ofBatch.ofTexts(vectors, words.size()).gru("sentence", settings.sentenceHidden(), true);
    Operand<TFloat32> vector = texts.attention("sentence_attention", settings.sentenceAttention());
    Operand<TFloat32> kept = scope.dropout(vector, settings.dropout());
    return Dense.apply(scope, "output", kept, texts.size(), outputs);
  }

  @Override
  public boolean isStackable() {
    return true;
  }

  @Override
  public boolean isFasterWithTables() {
    return true;
  }

  @Override
  public double workPerToken(int dimensions) {
    int inputs = dimensions * settings.channels().count();
    double words = WorkPerToken.recurrent(inputs, 3, settings.wordHidden(), 2);
    double sentences =
        WorkPerToken.recurrent(2.0 * settings.wordHidden(), 3, settings.sentenceHidden(), 2);
    return words + sentences / wordsPerSentence;
  }
}
