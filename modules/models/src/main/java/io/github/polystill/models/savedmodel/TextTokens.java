package io.github.polystill.models.savedmodel;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What a model reads of a text.
 *
 * @param tokens words and line ends that the model is given
 * @param unread how many words and line ends of the text the model does not read, those behind the
 *     tokens and words among them for which no sentence has a place
 * @param words how many words the model does read
 * @param unknown how many of these are not in its vocabulary
 * @param hasKnownWord whether one of them is, and no mere punctuation; else the text gets no labels
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TextTokens(
    List<String> tokens, int unread, int words, int unknown, boolean hasKnownWord) {
  public TextTokens {
    tokens = List.copyOf(tokens);
  }

  /** What is to be said of the model's answer to the text, if it knows little or nothing of it. */
  public Optional<String> warning() {
    if (!hasKnownWord) {
      return Optional.of("no known words, so no labels; the probabilities mean nothing");
    }
    return 2L * unknown > words ? Optional.of(unknownWords()) : Optional.empty();
  }

  /** How many words the model does not know, as a sentence. */
  public String unknownWords() {
    return String.format(Locale.ROOT, "%d of %d words are unknown to the model", unknown, words);
  }
}
