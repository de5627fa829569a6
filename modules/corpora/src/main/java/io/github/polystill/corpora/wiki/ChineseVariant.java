package io.github.polystill.corpora.wiki;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which form of MediaWiki's variant markup is read; see {@link VariantMarkup}. */
enum ChineseVariant {
  SIMPLIFIED,
  TRADITIONAL;

  private static final Set<String> NAMES =
      Set.of("zh", "zh-hans", "zh-hant", "zh-cn", "zh-hk", "zh-mo", "zh-my", "zh-sg", "zh-tw");

  static boolean isName(String name) {
    return NAMES.contains(name);
  }

  /** The mainland's or Taiwan's, then MediaWiki's fallbacks of these. */
  private List<String> preferred() {
    return switch (this) {
      case SIMPLIFIED -> List.of("zh-cn", "zh-hans", "zh-sg", "zh-my");
      case TRADITIONAL -> List.of("zh-tw", "zh-hant", "zh-hk", "zh-mo");
    };
  }

  /** The variant's own name, to which rules for one direction apply. */
  String code() {
    return preferred().get(0);
  }

  /** Whether text that is marked for these variants is to be converted for this one. */
  boolean isAmong(Set<String> names) {
    return preferred().stream().anyMatch(names::contains);
  }

  /** The form of the first of its names that there is. */
  Optional<String> form(Map<String, String> forms) {
    return preferred().stream().filter(forms::containsKey).findFirst().map(forms::get);
  }
}
