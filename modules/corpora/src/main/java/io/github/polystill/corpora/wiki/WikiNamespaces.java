package io.github.polystill.corpora.wiki;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names of namespaces in the language of a dump, beside the English ones that work everywhere and
 * the Chinese ones: a dump has one name per namespace and leaves out its aliases.
 */
final class WikiNamespaces {
  private static final int FILE = 6;
  private static final int CATEGORY = 14;

  private static final List<String> FILES = List.of("File", "Image", "文件", "檔案", "档案", "图像", "圖像");
  private static final List<String> CATEGORIES = List.of("Category", "分类", "分類");

  private final Map<String, Integer> keys = new HashMap<>();

  WikiNamespaces() {
    FILES.forEach(name -> add(name, FILE));
    CATEGORIES.forEach(name -> add(name, CATEGORY));
  }

  /** The names known without a dump. */
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
