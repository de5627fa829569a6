package io.github.polystill.models.savedmodel;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a model reads of a text.
 *
 * @param tokens words and line ends that the model is given
 * @param unread how many more the text has, for which the model is too short
 * @param unknown how many of the tokens are not in the model's vocabulary
 * @param hasKnownWord whether one of them is, and no mere punctuation; else the text gets no labels
 */
public record TextTokens(List<String> tokens, int unread, int unknown, boolean hasKnownWord) {
  public TextTokens {
    tokens = List.copyOf(tokens);
  }

  /** How many of the tokens are words and no line ends. */
  public long words() {
    return tokens.stream().filter(token -> !token.equals(LoadedModel.LINE_END)).count();
  }

  /** What is to be said of the model's answer to the text, if it knows little or nothing of it. */
  public Optional<String> warning() {
    if (!hasKnownWord) {
      return Optional.of("no known words, so no labels; the probabilities mean nothing");
    }
    return 2L * unknown > words()
        ? Optional.of(
            String.format(Locale.ROOT, "%d of %d words are unknown to the model", unknown, words()))
        : Optional.empty();
  }
}
