package io.github.polystill.corpora.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A sentence with variable parts: {@code {slot}} is filled with a word, {@code [a|b|]} is replaced
 * by one of its alternatives. Slots may stand inside alternatives; alternatives do not nest.
 */
final class Template {
  private sealed interface Part permits Text, Slot, Choice {}

  private record Text(String text) implements Part {}

  private record Slot(String name) implements Part {}

  private record Choice(List<List<Part>> alternatives) implements Part {}

  private final List<Part> parts;
  private final Set<String> slots = new TreeSet<>();

  private Template(String source, String text) {
    parts = parse(source, text, true);
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException naming the line, for brackets that do not pair, alternatives
   *     that nest or are fewer than two, and empty slots
   */
  static Template parse(Section.Line line) {
    return new Template(line.source(), line.text());
  }

  private List<Part> parse(String source, String text, boolean choicesAllowed) {
    List<Part> found = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = at + 1;
      if (c == '{') {
        end = closing(source, text, at, '}');
        String name = text.substring(at + 1, end++);
        Section.require(!name.isEmpty(), source, "empty slot");
        slots.add(name);
        found.add(new Slot(name));
      } else if (c == '[' && choicesAllowed) {
        end = closing(source, text, at, ']');
        found.add(choice(source, text.substring(at + 1, end++)));
      } else {
        Section.require(
            "[]|}".indexOf(c) < 0, source, "unexpected " + c + " at column " + (at + 1));
        while (end < text.length() && "{}[]|".indexOf(text.charAt(end)) < 0) {
          end++;
        }
        found.add(new Text(text.substring(at, end)));
      }
      at = end;
    }
    return List.copyOf(found);
  }

  private Choice choice(String source, String text) {
    String[] alternatives = text.split("\\|", -1);
    Section.require(alternatives.length > 1, source, "only one alternative: [" + text + "]");
    List<List<Part>> parsed = new ArrayList<>();
    for (String alternative : alternatives) {
      parsed.add(parse(source, alternative, false));
    }
    return new Choice(List.copyOf(parsed));
  }

  private static int closing(String source, String text, int opening, char bracket) {
    int end = text.indexOf(bracket, opening);
    Section.require(
        end >= 0, source, "no " + bracket + " for the bracket at column " + (opening + 1));
    return end;
  }

  /** The names of all slots, sorted. */
  Set<String> slots() {
    return slots;
  }

  /** One sentence, with {@code words} giving a word for each slot. */
  String expand(UnaryOperator<String> words, Dice dice) {
    StringBuilder sentence = new StringBuilder();
    append(parts, words, dice, sentence);
    return sentence.toString();
  }

  private static void append(
      List<Part> parts, UnaryOperator<String> words, Dice dice, StringBuilder sentence) {
    for (Part part : parts) {
      if (part instanceof Text fixed) {
        sentence.append(fixed.text());
      } else if (part instanceof Slot slot) {
        sentence.append(words.apply(slot.name()));
      } else if (part instanceof Choice choice) {
        append(dice.pick(choice.alternatives()), words, dice, sentence);
      }
    }
  }
}
