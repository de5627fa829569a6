package io.github.polystill.corpora.synthetic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of one article: its disease and its people stay the same from sentence to sentence, any
 * other slot gets a new word each time, never the same twice running. The slot 他 is the person (人)
 * again, as a pronoun at times once introduced.
 */
final class Cast {
  private static final String PERSON = "人";
  private static final String PRONOUN = "他";
  private static final Set<String> CONSTANT = Set.of("病", PERSON, PRONOUN, "長輩");
  private static final double PRONOUN_SHARE = 0.7;

  private final Phrasebook book;
  private final Topic topic;
  private final Dice dice;
  private final Map<String, String> last = new HashMap<>();

  Cast(Phrasebook book, Topic topic, Dice dice) {
    this.book = book;
    this.topic = topic;
    this.dice = dice;
  }

  /** A word for a slot. */
  String word(String slot) {
    boolean introduced = last.containsKey(PERSON);
    if (slot.equals(PRONOUN) && !(introduced && dice.chance(PRONOUN_SHARE))) {
      return word(PERSON);
    }
    String previous = last.get(slot);
    if (previous != null && CONSTANT.contains(slot)) {
      return previous;
    }
    List<String> words = book.words(topic, slot);
    String word = dice.pick(words);
    while (word.equals(previous)) {
      word = dice.pick(words);
    }
    last.put(slot, word);
    return word;
  }
}
