package io.github.polystill.data.wiki;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which form of MediaWiki's variant markup is read: {@code -{zh-hans:软件;zh-hant:軟體}-}. Of the forms
 * that are there, the first of its list wins.
 */
enum ChineseVariant {
  SIMPLIFIED,
  TRADITIONAL;

  /** Between two rules; other semicolons belong to a form, such as that of an entity. */
  private static final Pattern NEXT_RULE =
      Pattern.compile(";(?=\\s*+(?:$|zh[a-z-]*\\s*:|[^;:]*=>))");

  private List<String> preferred() {
    return switch (this) {
      case SIMPLIFIED -> List.of("zh-cn", "zh-hans", "zh-sg", "zh-my", "zh");
      case TRADITIONAL -> List.of("zh-tw", "zh-hant", "zh-hk", "zh-mo", "zh");
    };
  }

  /** What is shown of the content between the braces. */
  String resolve(String content) {
    int bar = content.indexOf('|');
    String flags = bar < 0 ? "" : content.substring(0, bar).strip();
    String rules = content.substring(bar + 1);
    if (flags.contains("zh")) {
      return rules; // -{zh-hans|text}- restricts the conversion, not what is shown
    }
    // H hides its rule, T is the title, - takes a rule back, D describes one.
    boolean hidden = flags.chars().anyMatch(it -> "HT-D".indexOf(it) >= 0);
    return hidden ? "" : flags.contains("R") ? rules : select(rules);
  }

  private String select(String rules) {
    Map<String, String> forms = new HashMap<>();
    String first = null;
    for (String rule : NEXT_RULE.split(rules, -1)) {
      int arrow = rule.indexOf("=>");
      int start = arrow < 0 ? 0 : arrow + 2;
      int colon = rule.indexOf(':', start);
      String name = colon < 0 ? "" : rule.substring(start, colon).strip().toLowerCase(Locale.ROOT);
      if (name.startsWith("zh")) {
        String form = rule.substring(colon + 1).strip();
        forms.putIfAbsent(name, form);
        first = first == null ? form : first;
      }
    }
    if (first == null) {
      return rules; // no rule at all: text that is not to be converted
    }
    for (String name : preferred()) {
      if (forms.containsKey(name)) {
        return forms.get(name);
      }
    }
    return first;
  }
}
