package io.github.polystill.corpora.wiki;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one {@code -{flags|zh-hans:软件;zh-hant:軟體}-} says for a variant. Flags are read as MediaWiki
 * does (mediawiki.org, "Writing systems/Syntax"; {@code ConverterRule::parse}): A shows the form
 * and adds a rule for the text that follows, H adds it and shows nothing, {@code -} takes it back,
 * R shows the text unconverted, T is the page's title. D and N show a rule's description and a
 * variant's name, which are not prose and left out here. Names of variants as flags ask for
 * conversion in these variants.
 *
 * @param shown what stands in its place
 * @param convertible whether what is shown is converted like the text around it
 * @param rules what the action adds or takes back: text as it is written, and what it becomes
 */
record VariantMarkup(String shown, boolean convertible, Action action, Map<String, String> rules) {
  /** What happens to the rules of the page. */
  enum Action {
    NONE,
    ADD,
    REMOVE
  }

  /** Between two rules; other semicolons belong to a form, such as that of an entity. */
  private static final Pattern NEXT_RULE =
      Pattern.compile(";(?=\\s*+(?:$|zh[a-z-]*\\s*:|[^;:]*=>))");

  /** Forms by variant, and for one direction what each text becomes in a variant. */
  private record Forms(Map<String, String> both, Map<String, Map<String, String>> oneWay) {
    boolean isEmpty() {
      return both.isEmpty() && oneWay.isEmpty();
    }
  }

  /** Reads what stands between the braces. */
  static VariantMarkup read(String content, ChineseVariant variant) {
    int bar = content.indexOf('|');
    Set<String> flags = flags(content.substring(0, Math.max(bar, 0)));
    String text = content.substring(bar + 1);
    if (flags.contains("R")) {
      return show(text, false);
    }
    if (flags.contains("N")) {
      return show("", false);
    }
    boolean removes = flags.contains("-");
    boolean hides = flags.contains("H");
    if (!removes && !hides && flags.stream().anyMatch(ChineseVariant::isName)) {
      return show(text, variant.isAmong(flags));
    }
    Forms forms = forms(text);
    boolean silent = flags.contains("T") || (flags.contains("D") && !forms.isEmpty());
    String shown = removes || hides || silent ? "" : shown(text, forms, variant);
    if (!removes && !hides && !flags.contains("A")) {
      return show(shown, false);
    }
    Action action = removes ? Action.REMOVE : Action.ADD;
    return new VariantMarkup(shown, false, action, rules(text, forms, variant));
  }

  private static VariantMarkup show(String text, boolean convertible) {
    return new VariantMarkup(text, convertible, Action.NONE, Map.of());
  }

  private static Set<String> flags(String text) {
    return Arrays.stream(text.split(";", -1)).map(String::strip).collect(Collectors.toSet());
  }

  private static Forms forms(String text) {
    Forms forms = new Forms(new LinkedHashMap<>(), new LinkedHashMap<>());
    for (String rule : NEXT_RULE.split(text.replace("=&gt;", "=>"), -1)) {
      int arrow = rule.indexOf("=>");
      int start = arrow < 0 ? 0 : arrow + 2;
      int colon = rule.indexOf(':', start);
      String name = colon < 0 ? "" : rule.substring(start, colon).strip().toLowerCase(Locale.ROOT);
      if (ChineseVariant.isName(name)) {
        String form = rule.substring(colon + 1).strip();
        if (arrow < 0) {
          forms.both.put(name, form);
        } else {
          String from = rule.substring(0, arrow).strip();
          forms.oneWay.computeIfAbsent(name, it -> new LinkedHashMap<>()).put(from, form);
        }
      }
    }
    return forms;
  }

  /** The form of the variant, or else the first that there is. */
  private static String shown(String text, Forms forms, ChineseVariant variant) {
    if (forms.isEmpty()) {
      return text; // no rule at all: text that is not to be converted
    }
    Map<String, String> oneWay = forms.oneWay.getOrDefault(variant.code(), Map.of());
    return variant
        .form(forms.both)
        .or(() -> oneWay.values().stream().findFirst())
        .or(() -> forms.both.values().stream().findFirst())
        .orElseGet(() -> forms.oneWay.values().iterator().next().values().iterator().next());
  }

  /** Every variant's form becomes that of this one; text without forms stays itself. */
  private static Map<String, String> rules(String text, Forms forms, ChineseVariant variant) {
    Map<String, String> written = new HashMap<>();
    if (forms.isEmpty()) {
      written.put(text, text);
    }
    variant
        .form(forms.both)
        .filter(to -> !to.isEmpty())
        .ifPresent(to -> forms.both.values().forEach(from -> written.put(from, to)));
    written.putAll(forms.oneWay.getOrDefault(variant.code(), Map.of()));
    Map<String, String> rules = new HashMap<>();
    written.forEach((from, to) -> rules.put(Entities.decode(from), Entities.decode(to)));
    return rules;
  }
}
