package io.github.polystill.corpora.wiki;

import java.util.HashMap;
import java.util.Map;

/**
 * The rules that a page has added so far, in a tree of characters: finding them takes time in
 * proportion to the text, however many there are.
 */
final class VariantRules {
  /**
   * Longer text is a mistake in the markup: it would make every search as long, and what short text
   * becomes would fill memory.
   */
  private static final int LONGEST = 64;

  private final Node root = new Node();
  private int size;

  /** What texts that begin alike have in common. */
  private static final class Node {
    private final Map<Character, Node> next = new HashMap<>();
    private String to;
  }

  /**
   * What a rule found.
   *
   * @param end where the text that it replaces ends
   * @param to what the text becomes
   */
  record Match(int end, String to) {}

  boolean isEmpty() {
    return size == 0;
  }

  void add(String from, String to) {
    if (from.isEmpty() || from.length() > LONGEST || to.length() > LONGEST) {
      return;
    }
    Node node = root;
    for (int i = 0; i < from.length(); i++) {
      node = node.next.computeIfAbsent(from.charAt(i), it -> new Node());
    }
    size += node.to == null ? 1 : 0;
    node.to = to;
  }

  void remove(String from) {
    Node node = root;
    for (int i = 0; i < from.length() && node != null; i++) {
      node = node.next.get(from.charAt(i));
    }
    if (node != null && node.to != null) {
      node.to = null;
      size--;
    }
  }

  /** The rule for the longest text that begins there, null where there is none. */
  Match longest(String text, int start) {
    Match found = null;
    Node node = root;
    for (int i = start; i < text.length(); i++) {
      node = node.next.get(text.charAt(i));
      if (node == null) {
        break;
      }
      if (node.to != null) {
        found = new Match(i + 1, node.to);
      }
    }
    return found;
  }
}
