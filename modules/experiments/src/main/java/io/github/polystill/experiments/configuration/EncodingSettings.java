package io.github.polystill.experiments.configuration;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.models.Key;

/** How words become ids. */
public record EncodingSettings(
    @Key("Words of a document that are used.") @Key.Otherwise("300") int maxLength,
    @Key(
            "Sentences of a document that HAN uses; a sentence of more than `wordsPerSentence`"
                + " words counts as several.")
        @Key.Otherwise("15")
        int sentences,
    @Key("Words of a sentence of HAN.") @Key.Otherwise("20") int wordsPerSentence,
    @Key("Words that occur less often are unknown.") @Key.Otherwise("1") int minCount,
    @Key("Size of the vocabulary at most, most frequent words first.") @Key.Otherwise("100000")
        int maxWords) {

  /** The layout of architectures that read sentences. */
  public TokenLayout.Sentences sentenceLayout() {
    return new TokenLayout.Sentences(sentences, wordsPerSentence);
  }
}
