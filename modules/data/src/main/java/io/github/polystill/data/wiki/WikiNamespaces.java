package io.github.polystill.data.wiki;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of namespaces in the language of a dump, beside the English ones that work everywhere. */
public final class WikiNamespaces {
  private static final int FILE = 6;
  private static final int CATEGORY = 14;

  private final Map<String, Integer> keys = new HashMap<>();

  WikiNamespaces() {
    add("File", FILE);
    add("Image", FILE);
    add("Category", CATEGORY);
  }

  /** The names that work in every MediaWiki. */
  public static WikiNamespaces english() {
    return new WikiNamespaces();
  }

  void add(String name, int key) {
    keys.put(normal(name), key);
  }

  /** The namespace of a title such as {@code File:Cat.jpg}; 0 where it has no prefix. */
  int of(String title) {
    int colon = title.indexOf(':');
    return colon < 0 ? 0 : keys.getOrDefault(normal(title.substring(0, colon)), 0);
  }

  /** Whether a link to it shows no text: files, and categories. */
  boolean isSilent(String target) {
    int key = of(target);
    return key == FILE || key == CATEGORY;
  }

  private static String normal(String name) {
    return name.strip().replace('_', ' ').toLowerCase(Locale.ROOT);
  }
}
