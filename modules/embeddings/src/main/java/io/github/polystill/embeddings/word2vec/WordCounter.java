package io.github.polystill.embeddings.word2vec;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts words. Where there are too many, the rarest are forgotten and their numbers never used
 * again, so that the numbers already written stay unambiguous.
 */
final class WordCounter {
  /** The frequent and then the earlier come first. */
  private static final Comparator<Entry> MOST_FREQUENT_FIRST =
      Comparator.<Entry>comparingLong(entry -> entry.count).reversed().thenComparingInt(Entry::id);

  private final int most;
  private final Map<String, Entry> entries = new HashMap<>();
  private int nextId;
  private long threshold = 1;

  /**
   * A counter of nothing yet.
   *
   * @param most words above which rare ones are forgotten
   */
  WordCounter(int most) {
    this.most = most;
  }

  /** A word, its provisional number and its count. */
  static final class Entry {
    private final String word;
    private final int id;
    private long count;

    private Entry(String word, int id) {
      this.word = word;
      this.id = id;
    }

    String word() {
      return word;
    }

    int id() {
      return id;
    }

    long count() {
      return count;
    }
  }

  /** Counts an occurrence and gives the word's provisional number. */
  int add(String word) {
    Entry entry = entries.get(word);
    if (entry == null) {
      entry = new Entry(word, nextId++);
      entries.put(word, entry);
    }
    entry.count++;
    // Forgets the words seen at most so often, and a little more often the next time.
    for (int limit = most; entries.size() > limit && entries.size() > 1; limit = most / 2) {
      long greatestForgotten = threshold++;
      entries.values().removeIf(it -> it.count <= greatestForgotten);
    }
    return entry.id;
  }

  int size() {
    return entries.size();
  }

  /** Numbers that were ever given. */
  int ids() {
    return nextId;
  }

  /** The words with at least that count, most frequent first, at most so many. */
  List<Entry> mostFrequent(int minCount, int limit) {
    return entries.values().stream()
        .filter(entry -> entry.count >= minCount)
        .sorted(MOST_FREQUENT_FIRST)
        .limit(limit)
        .toList();
  }
}
