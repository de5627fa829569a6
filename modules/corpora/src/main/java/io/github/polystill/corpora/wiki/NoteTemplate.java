package io.github.polystill.corpora.wiki;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The template {@code {{NoteTA|T=title|G1=group|1=zh-hans:软件;zh-hant:軟體}}}, with which articles of
 * the Chinese Wikipedia convert words everywhere in their text. The title's rule ({@code T}) is not
 * for the text, and the words of groups ({@code G1}) are not in the article.
 */
final class NoteTemplate {
  private static final Pattern NAME =
      Pattern.compile("\\s*+(?:(?:[Tt]emplate|模板|樣板)\\s*+:\\s*+)?[Nn]oteTA\\s*+");
  private static final Pattern NUMBERED = Pattern.compile("\\s*+([0-9]{1,3})\\s*+=(?!>)");

  private NoteTemplate() {}

  /**
   * The rules in what stands between a template's braces, by their numbers; none where it is
   * another template.
   */
  static List<String> rules(String template) {
    int bar = template.indexOf('|');
    if (bar < 0 || !NAME.matcher(template).region(0, bar).matches()) {
      return List.of();
    }
    SortedMap<Integer, String> rules = new TreeMap<>();
    int next = 1;
    for (String argument : template.substring(bar + 1).split("\\|", -1)) {
      Matcher number = NUMBERED.matcher(argument);
      if (number.lookingAt()) {
        rules.put(Integer.parseInt(number.group(1)), argument.substring(number.end()));
      } else if (argument.indexOf('=') < 0) {
        rules.put(next++, argument);
      }
    }
    return List.copyOf(rules.values());
  }
}
