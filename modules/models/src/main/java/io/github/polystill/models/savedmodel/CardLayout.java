package io.github.polystill.models.savedmodel;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.polystill.data.encoding.TokenLayout;

/**
 * A {@link TokenLayout} in a model card.
 *
 * @param kind {@value #WORDS} or {@value #SENTENCES}
 * @param sentences sentences of a row; null for words
 * @param wordsPerSentence positions of each; null for words
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CardLayout(String kind, Integer sentences, Integer wordsPerSentence) {
  static final String WORDS = "words";
  static final String SENTENCES = "sentences";

  public static CardLayout of(TokenLayout layout) {
    return layout instanceof TokenLayout.Sentences it
        ? new CardLayout(SENTENCES, it.sentences(), it.wordsPerSentence())
        : new CardLayout(WORDS, null, null);
  }

  /**
   * The layout.
   *
   * @param length token positions of a row
   * @throws IllegalArgumentException where there is none like that
   */
  public TokenLayout toLayout(int length) {
    TokenLayout layout =
        switch (kind) {
          case WORDS -> new TokenLayout.Words(length);
          case SENTENCES -> new TokenLayout.Sentences(sentences, wordsPerSentence);
          default -> throw new IllegalArgumentException("no layout is called " + kind);
        };
    if (layout.length() != length) {
      throw new IllegalArgumentException(layout + " has not " + length + " positions");
    }
    return layout;
  }
}
