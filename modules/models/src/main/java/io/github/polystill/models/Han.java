package io.github.polystill.models;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.models.layers.Dense;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.Sentences;
import io.github.polystill.models.layers.States;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Hierarchical attention network (Yang et al., NAACL 2016): a bidirectional GRU over the words of
 * each sentence and attention give the sentence's vector, the same over the sentences gives the
 * text's; dropout, one logit per output: {@code logits = dropout(v) W + b}.
 *
 * @param sentences sentences of a text at most
 * @param wordsPerSentence words of a sentence at most
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record Han(
    @Key("Units of the word encoder in each direction.") int wordHidden,
    @Key("Size of the word context vector.") int wordAttention,
    @Key("Units of the sentence encoder in each direction.") int sentenceHidden,
    @Key("Size of the sentence context vector.") int sentenceAttention,
    @Key(
            value = "Share of the document vector's units dropped in training.",
            atLeast = 0,
            below = 1)
        double dropout,
    @Key(EmbeddingChannels.MEANING) EmbeddingChannels channels,
    int sentences,
    int wordsPerSentence)
    implements Architecture {
  public static final String NAME = "han";

  /** Its registration. */
  public static final ArchitectureType TYPE =
      ArchitectureType.of("HAN (Yang et al. 2016).", standard());

  public Han {
    ArchitectureType.require(wordHidden > 0, "HAN wordHidden", wordHidden);
    ArchitectureType.require(wordAttention > 0, "HAN wordAttention", wordAttention);
    ArchitectureType.require(sentenceHidden > 0, "HAN sentenceHidden", sentenceHidden);
    ArchitectureType.require(sentenceAttention > 0, "HAN sentenceAttention", sentenceAttention);
    ArchitectureType.requireShare(dropout, "HAN dropout");
  }

  /**
   * With the paper's 15 sentences of 20 words, and GRUs and context vectors of Yang et al. (2016):
   * 50 units per direction, vectors of 100. Dropout, which they do not use, and the frozen
   * embedding are our choice, as in {@link TextRnn}.
   */
  public static Han standard() {
    return new Han(50, 100, 50, 100, 0.5, EmbeddingChannels.FROZEN, 15, 20);
  }

  @Override
  public Han in(TokenLayout.Sentences layout) {
    return new Han(
        wordHidden,
        wordAttention,
        sentenceHidden,
        sentenceAttention,
        dropout,
        channels,
        layout.sentences(),
        layout.wordsPerSentence());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public TokenLayout layout(int maxLength) {
    return new TokenLayout.Sentences(sentences, wordsPerSentence);
  }

  @Override
  public Operand<TFloat32> logits(
      LayerScope scope, Operand<TInt32> tokens, EmbeddingTableShape table, int outputs) {
    Sentences ofBatch = new Sentences(scope, tokens, wordsPerSentence);
    States words = ofBatch.words(table, channels).gru("word", wordHidden, true);
    Operand<TFloat32> vectors = words.attention("word_attention", wordAttention);
    States texts = ofBatch.ofTexts(vectors, words.size()).gru("sentence", sentenceHidden, true);
    Operand<TFloat32> vector = texts.attention("sentence_attention", sentenceAttention);
    Operand<TFloat32> kept = scope.dropout(vector, dropout);
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
    int inputs = dimensions * channels.count();
    double words = WorkPerToken.recurrent(inputs, 3, wordHidden, 2);
    double texts = WorkPerToken.recurrent(2.0 * wordHidden, 3, sentenceHidden, 2);
    return words + texts / wordsPerSentence;
  }
}
