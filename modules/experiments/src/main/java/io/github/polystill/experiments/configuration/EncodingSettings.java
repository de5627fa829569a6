package io.github.polystill.experiments.configuration;

import io.github.polystill.data.encoding.TokenLayout;

/**
 * How words become ids.
 *
 * @param maxLength words of a document that are used
 * @param sentences sentences of a document that HAN uses
 * @param wordsPerSentence words of a sentence that HAN uses
 * @param minCount words that occur less often are unknown
 * @param maxWords size of the vocabulary at most, most frequent words first
 */
public record EncodingSettings(
    int maxLength, int sentences, int wordsPerSentence, int minCount, int maxWords) {

  /** The layout of architectures that read sentences. */
  public TokenLayout.Sentences sentenceLayout() {
    return new TokenLayout.Sentences(sentences, wordsPerSentence);
  }
}
